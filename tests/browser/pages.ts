/** Pages of our own on loopback, for what the demo does not show. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestPage {
  html: string;
  headers?: Record<string, string>;
}

/** Stands for a page that is asked for and never answered: what waits for it can be aborted at leisure. */
export const UNANSWERED = 'unanswered';

export interface TestSite {
  /** `http://NAME.localhost:PORT/PATH`. Every name is a site of its own. */
  url(name: string, path: string): string;
  close(): Promise<void>;
}

/** @param pages by path, whatever the host */
export async function serve(pages: Record<string, TestPage | typeof UNANSWERED>): Promise<TestSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages[pathname];
    if (!page) return response.writeHead(404).end();
    if (page === UNANSWERED) return;
    const type = pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
    return response.writeHead(200, { 'content-type': type, ...page.headers }).end(page.html);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (name, path) => `http://${name}.localhost:${port}${path}`,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export const json = (body: object): TestPage => ({
  html: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

/** An identity provider whose accounts endpoint never answers: a call to `/config.json` stays open until it is left. */
export const UNANSWERED_IDP: Record<string, TestPage | typeof UNANSWERED> = {
  '/.well-known/web-identity': json({ provider_urls: ['/config.json'] }),
  '/config.json': json({ accounts_endpoint: '/held', id_assertion_endpoint: '/held', login_url: '/held' }),
  '/held': UNANSWERED,
};

export const blank = (title: string, rest = ''): TestPage => ({
  html: `<!doctype html><title>${title}</title>${rest}`,
});
