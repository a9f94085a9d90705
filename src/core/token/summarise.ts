import type { DecodedToken, TokenCheck } from '../model.ts';
import type { Decoded, Disclosure } from './decoded.ts';
import { joseHeader } from './header-types.ts';
import { isObject } from './json-object.ts';
import { describeProblem } from './problem.ts';

/** The decoded token as a capture file holds it. */
export function summarise(decoded: Decoded, checks: readonly TokenCheck[] = []): DecodedToken {
  const shared = { kind: decoded.kind, problems: describeProblems(decoded), checks: [...checks] };
  switch (decoded.kind) {
    case 'jwt': {
      const payload = decoded.nested ? summarise(decoded.nested) : (decoded.payload.value ?? decoded.payload.text);
      return { ...shared, ...header(joseHeader(decoded)), payload };
    }
    case 'jwe':
      return { ...shared, ...header(joseHeader(decoded)) };
    case 'sd-jwt':
      return {
        ...shared,
        ...header(joseHeader(decoded.issuerSigned)),
        payload: decoded.claims ?? decoded.issuerSigned.payload.text,
        disclosures: decoded.disclosures.map(summariseDisclosure),
      };
    case 'json':
      return { ...shared, payload: decoded.value };
    case 'opaque':
      return { ...shared, payload: decoded.source };
  }
}

function header(value: unknown): { header?: object } {
  return isObject(value) ? { header: value } : {};
}

function summariseDisclosure({ salt, name, value, digest, path }: Disclosure): object {
  return {
    ...(salt !== undefined && { salt }),
    ...(name !== undefined && { name }),
    value: value ?? null,
    ...(digest !== undefined && { digest }),
    ...(path !== undefined && { path }),
  };
}

/** Every problem of a token and of the tokens inside it, one line each, led by where the inner ones were found. */
export function describeProblems(decoded: Decoded): string[] {
  return [...decoded.problems.map(describeProblem), ...inner(decoded)];
}

function inner(decoded: Decoded): string[] {
  const within = (place: string, token: Decoded) => describeProblems(token).map(line => `${place}: ${line}`);
  switch (decoded.kind) {
    case 'jwt':
      return decoded.nested ? within('nested token', decoded.nested) : [];
    case 'sd-jwt':
      return [
        ...describeProblems(decoded.issuerSigned),
        ...(decoded.keyBinding ? within('key binding', decoded.keyBinding.token) : []),
      ];
    case 'json':
      return decoded.found.flatMap(({ path, token }) => within(path, token));
    case 'jwe':
    case 'opaque':
      return [];
  }
}
