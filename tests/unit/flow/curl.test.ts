import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asCurl } from '../../../src/core/flow/curl.ts';
import type { Exchange } from '../../../src/core/model.ts';

/** The words that a POSIX shell hands to curl, for each of the commands. One shell for all: starting it is slow. */
function wordsOfAll(commands: readonly string[]): string[][] {
  const curl = `curl() { printf '%s\\0' "$#" "$@"; }`;
  const none = `printf '0\\0'`;
  const script = commands.map(command => (command.startsWith('#') ? `${command}\n${none}` : command));
  const output = execFileSync('sh', ['-s'], { input: [curl, ...script, ''].join('\n') })
    .toString()
    .split('\0');
  const calls: string[][] = [];
  for (let at = 0; at < output.length - 1; ) {
    const count = Number(output[at]);
    calls.push(output.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return calls;
}

const wordsOf = (command: string): string[] => wordsOfAll([command])[0] ?? [];

const request = (change: Partial<Exchange['request']> = {}): Pick<Exchange, 'request'> => ({
  request: { method: 'GET', url: 'https://idp.example/accounts', headers: [], ...change },
});

describe('asCurl', () => {
  test('repeats method, headers and body, and says what kind of request it is', () => {
    const headers = [{ name: 'Origin', value: 'https://rp.example' }];
    const body = 'params={"q":"it\'s $HOME `id`"}';
    expect(wordsOf(asCurl(request({ method: 'POST', headers, body })))).toEqual([
      '--globoff',
      '--url',
      'https://idp.example/accounts',
      '--request',
      'POST',
      '--header',
      'Origin: https://rp.example',
      '--header',
      'Sec-Fetch-Dest: webidentity',
      '--data-raw',
      body,
    ]);
  });

  test('the shell reads every value as one word, whatever it holds', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom("'", '$(id)', '\n-o x', '@/etc/passwd', '\\'),
    );
    const safe = (text: string) => Buffer.from(text.replaceAll('\0', '')).toString();
    const cases = fc.array(fc.record({ method: hostile, name: hostile, value: hostile, body: hostile }), {
      minLength: 50,
      maxLength: 50,
    });
    fc.assert(
      fc.property(cases, made => {
        const calls = wordsOfAll(
          made.map(({ method, name, value, body }) => asCurl(request({ method, headers: [{ name, value }], body }))),
        );
        expect(calls).toHaveLength(made.length);
        calls.forEach((words, index) => {
          expect(words.slice(0, 3)).toEqual(['--globoff', '--url', 'https://idp.example/accounts']);
          expect(words.slice(-2)).toEqual(['--data-raw', safe(made[index]?.body ?? '')]);
          const options = words.slice(3, -2);
          expect(options.length % 2).toBe(0);
          options.forEach((word, at) => {
            if (at % 2 === 0) expect(['--request', '--header']).toContain(word);
            else expect(word).not.toMatch(/^@|^-[^:;]*$/);
          });
        });
      }),
      { numRuns: 10 },
    );
  });

  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'no URL\nrm -rf x', ''])('never runs %j', url => {
    expect(wordsOf(asCurl(request({ url })))).toEqual([]);
  });
});
