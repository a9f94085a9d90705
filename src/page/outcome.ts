import { isError } from './captured.ts';
import { face } from './face.ts';
import { snapshot } from './snapshot.ts';
import { typeName } from './stack.ts';
import { bare, ownProperty } from './unseen.ts';

const credentialFace = face('token', 'isAutoSelected', 'configURL');
const exceptionFace = face('name', 'message');
/** Not `code`: reading it warns in the page's console (Chromium 156). */
const credentialErrorFace = face('error', 'url');

/** What a call was fulfilled with, as members of an event. */
export function recordResult(value: unknown): object {
  const credential = credentialFace(value);
  return credential ? { credential: snapshot(credential) } : { value: snapshot(value) };
}

/** What a call was rejected with, as members of an event. Any value may be the reason of an abort. */
export function recordError(reason: unknown): object {
  const exception = exceptionFace(reason);
  const error = exception
    ? { ...exception, ...credentialErrorFace(reason) }
    : isError(reason)
      ? { name: typeName(reason), message: ownProperty(reason, 'message')?.value }
      : { value: reason };
  return { error: snapshot(bare(error)) };
}
