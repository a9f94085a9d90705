import type { Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { shown } from './json-value.ts';
import { type DiagnosisContext, embedder, type Scene } from './scene.ts';

const FEATURE = 'identity-credentials-get';

/** Permissions Policy: who lacks `allow`. */
export function policyFault(flow: Flow, context: DiagnosisContext): Fault | undefined {
  const { name, message = '' } = flow.outcome.error ?? {};
  if (
    name !== 'NotAllowedError' ||
    !/identity-credentials-get|permissions? policy|feature is not enabled/i.test(message)
  ) {
    return undefined;
  }
  const said = { path: 'outcome.error', found: shown(message), note: "Chrome's words" };
  const header = context.documentHeaders?.find(entry => entry.name.toLowerCase() === 'permissions-policy');
  const own = header && /identity-credentials-get\s*=/.test(header.value) ? header : undefined;
  const top = embedder(flow);
  const isTop = flow.page.frameId === 0 || (flow.page.frameId === undefined && top === flow.page.origin);
  if (own || isTop) {
    return {
      code: 'PermissionsPolicyDisabled',
      owner: 'rp-server',
      title: `The page's own \`Permissions-Policy\` header forbids FedCM`,
      explanation: `${flow.page.origin} does not grant itself \`${FEATURE}\`.`,
      steps: [`Send \`Permissions-Policy: ${FEATURE}=(self)\` with the page, or leave ${FEATURE} out of the header.`],
      evidence: [
        ...(own ? [{ path: 'header:permissions-policy', found: own.value, expected: `${FEATURE}=(self)` }] : []),
        said,
      ],
    };
  }
  const chain = [...(context.ancestors ?? [top]), flow.page.origin];
  // The policy passes from frame to frame, so each link of the chain needs it.
  const links = chain.slice(1).map((child, i) => ({ parent: chain[i] ?? top, child }));
  const crossOrigin = links.filter(({ parent, child }) => parent !== child);
  return {
    code: 'PermissionsPolicyDisabled',
    explanation: `A cross-origin frame gets \`${FEATURE}\` only where every iframe element above it has it in \`allow\`.`,
    steps: crossOrigin.map(
      ({ parent, child }) => `In the page of ${parent}, add \`allow="${FEATURE}"\` to the iframe that embeds ${child}.`,
    ),
    title:
      crossOrigin.length === 1
        ? `The iframe in ${crossOrigin[0]?.parent} lacks \`allow="${FEATURE}"\``
        : `An iframe above this frame lacks \`allow="${FEATURE}"\``,
    evidence: [
      ...crossOrigin.map(({ parent, child }) => ({
        path: 'page.topOrigin',
        found: `${parent} embeds ${child}`,
        expected: `allow="${FEATURE}"`,
      })),
      said,
    ],
  };
}

/** Content Security Policy: the one failure of `get()` that names its URL in the message. */
export function cspFault({ flow, providers }: Scene): Fault | undefined {
  const { name, message = '' } = flow.outcome.error ?? {};
  if (name !== 'NetworkError') return undefined;
  const named = providers.find(({ values }) => values.configURL !== undefined && message.includes(values.configURL));
  if (!/Content Security Policy|connect-src/i.test(message) && named === undefined) return undefined;
  const provider = named ?? providers[0];
  return {
    code: 'ConfigUrlBlockedByCsp',
    evidence: [
      { path: 'header:content-security-policy', expected: `connect-src … ${provider?.values.idp ?? ''}`.trim() },
      { path: 'outcome.error', found: shown(message), note: "Chrome's words" },
    ],
  };
}
