export type CaptureErrorCode =
  | 'too-large'
  | 'empty'
  | 'not-utf8'
  | 'not-json'
  | 'truncated'
  | 'too-deep'
  | 'duplicate-member'
  | 'wrong-format'
  | 'wrong-version'
  | 'newer-version'
  | 'wrong-shape'
  | 'duplicate-id'
  | 'no-fedcm';

/** Why a file cannot be imported. The message is for the user and names the place. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';

  /** @param place `flows[3].page.url`, `character 120`, `byte 7`; empty for the file as a whole. */
  constructor(
    readonly code: CaptureErrorCode,
    readonly place: string,
    reason: string,
  ) {
    super(place === '' ? reason : `${place}: ${reason}`);
  }
}
