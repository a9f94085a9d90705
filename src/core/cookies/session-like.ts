import type { SeenCookie } from '../model.ts';

/** How much a cookie looks like the one that holds a session; scripts seldom need to read that one. */
export const sessionLike = ({ name, httpOnly }: SeenCookie): number =>
  (/sess|sid\b|auth|login|ident|sso|user/i.test(name) ? 2 : 0) + (httpOnly ? 1 : 0);
