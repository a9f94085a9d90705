import { bare, face, IdentityCredential, IdentityCredentialError, isError, ownProperty } from './captured.ts';
import { snapshot } from './snapshot.ts';
import { typeName } from './stack.ts';

const credentialFace = face(IdentityCredential?.prototype, 'token', 'isAutoSelected', 'configURL');
const exceptionFace = face(DOMException.prototype, 'name', 'message');
/** Not `code`: reading it warns in the page's console (Chromium 156). */
const credentialErrorFace = face(IdentityCredentialError?.prototype, 'error', 'url');

/** What a call was fulfilled with, as members of an event. */
export function recordResult(value: unknown): object {
  const credential = credentialFace(value);
  return credential ? { credential: snapshot(credential) } : { value: snapshot(value) };
}

/** What a call was rejected with, as members of an event. Any value may be the reason of an abort. */
export function recordError(reason: unknown): object {
  const exception = exceptionFace(reason);
  let error: object = { value: reason };
  if (exception) error = { ...exception, ...credentialErrorFace(reason) };
  else if (isError(reason)) {
    error = { name: typeName(reason as object), message: ownProperty(reason as object, 'message')?.value };
  }
  return { error: snapshot(bare(error)) };
}
