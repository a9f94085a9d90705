import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, startDemo } from '../../../demo/server.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** No browser resolves the name here, so the host travels as a header. */
function call(url: string, headers: Record<string, string> = {}) {
  const { host, pathname, search } = new URL(url);
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    request(
      { host: '127.0.0.1', port: demo.port, path: pathname + search, headers: { host, ...headers } },
      response => {
        response.resume().on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
      },
    )
      .once('error', reject)
      .end();
  });
}

describe('the identity provider', () => {
  it('answers the browser alone at the endpoints that read cookies', async () => {
    for (const path of ['/accounts', '/client-metadata', '/assertion', '/disconnect']) {
      expect(await call(demo.idp + path), path).toMatchObject({ status: 403 });
    }
    expect(await call(`${demo.idp}/accounts`, { 'sec-fetch-dest': 'webidentity' })).toMatchObject({ status: 401 });
  });

  it('sends plain JSON', async () => {
    expect((await call(`${demo.idp}/config.json`)).headers['content-type']).toBe('application/json');
  });

  it('sets the login status and a cookie that cross-site requests carry', async () => {
    const { headers } = await call(`${demo.idp}/login?user=ann`);
    expect(headers['set-login']).toBe('logged-in');
    expect(String(headers['set-cookie'])).toMatch(/SameSite=None/);
    expect((await call(`${demo.idp}/login?user=ann&status=unknown`)).headers['set-login']).toBeUndefined();
  });

  it('leads back to relying parties of its own and nowhere else', async () => {
    const login = `${demo.idp}/login?user=ann&return_to=`;
    expect(await call(login + encodeURIComponent(`${demo.rp}/`))).toMatchObject({ status: 302 });
    expect(await call(`${login}https%3A%2F%2Fevil.example%2F`)).toMatchObject({ status: 200 });
  });

  it('knows no fault that the gallery does not list', async () => {
    expect(await call(`http://no-such-fault.idp-faults.localhost:${demo.port}/config.json`)).toMatchObject({
      status: 404,
    });
  });

  it('keeps a log of what arrived and what it answered', async () => {
    await call(`${demo.otherIdp}/nothing`, { cookie: 'secret=1' });
    expect(demo.log.at(-1)).toMatchObject({ url: `${demo.otherIdp}/nothing`, status: 404, cookies: ['secret'] });
  });
});
