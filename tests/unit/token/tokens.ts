/** Tokens for tests, unsigned or with a signature that nobody made. */
export function encode(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64url');
}

export function jwt(claims: unknown, header: unknown = { alg: 'RS256' }): string {
  return `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}.${'A'.repeat(342)}`;
}
