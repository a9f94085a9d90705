/** The response headers that make each page of the relying party what it is. */
import type { PageName } from '../gallery/fault.ts';

export function pageHeaders(name: PageName, port: number): Record<string, string> {
  const policy = (connect: string) => ({
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      'img-src data:',
      `connect-src ${connect}`,
      `frame-src http://*.localhost:${port}`,
      "base-uri 'none'",
    ].join('; '),
  });
  // The host under .test is the one of `idp-not-trustworthy`, which must get past this policy to be refused by FedCM.
  const open = policy(`'self' http://*.localhost:${port} http://idp.example.test`);
  const allow = (...paths: string[]) => ({
    ...open,
    'connection-allowlist': `(${['response-origin', ...paths.map(path => `"http://*.localhost:${port}${path}"`)].join(' ')})`,
  });
  switch (name) {
    case 'plain':
    case 'cooldown':
      return open;
    case 'no-policy':
      return { ...open, 'permissions-policy': 'identity-credentials-get=()' };
    case 'strict-csp':
      return policy("'self'");
    case 'sandboxed':
      return { 'content-security-policy': 'sandbox allow-scripts' };
    case 'allow-nothing':
      return allow();
    case 'allow-config':
      return allow('/config.json');
    case 'allow-discovery':
      return allow('/config.json', '/.well-known/web-identity');
    case 'allow-accounts':
      return allow('/config.json', '/.well-known/web-identity', '/accounts', '/picture/*');
    case 'allow-assertion':
      return allow('/config.json', '/.well-known/web-identity', '/accounts', '/picture/*', '/assertion');
  }
}
