/**
 * The frame of every page of the demo, and the files they share: one style sheet, scripts of their own, nothing inline.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Answer, answer, html } from './exchange.ts';

export interface DocumentParts {
  title: string;
  body: string;
  script?: ScriptName;
  /** What the script reads, as JSON in a data block. */
  data?: unknown;
  headers?: Record<string, string>;
}

const scripts = {
  'rp.js': 'rp/browser/rp.ts',
  'login.js': 'idp/browser/login.ts',
  'continue.js': 'idp/browser/continue.ts',
  'register.js': 'idp/browser/register.ts',
  'user-info.js': 'idp/browser/user-info.ts',
} as const;
type ScriptName = keyof typeof scripts;

export function page({ title, body, script, data, headers = {} }: DocumentParts): Answer {
  const block = data === undefined ? '' : `<script type="application/json" id="data">${embed(data)}</script>`;
  const scriptTag = script === undefined ? '' : `<script src="/assets/${script}" defer></script>`;
  return html(
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css">
${block}
${scriptTag}
</head>
<body>
${body}
</body>
</html>
`,
    { 'cache-control': 'no-store', ...headers },
  );
}

/** @returns undefined for a path that is no shared file */
export function asset(path: string): Answer | undefined {
  const name = path.startsWith('/assets/') ? path.slice('/assets/'.length) : undefined;
  if (name === 'style.css') {
    return answer(200, 'text/css; charset=utf-8', readFileSync(join(import.meta.dirname, 'style.css')), noCache);
  }
  return isScript(name) ? answer(200, 'text/javascript; charset=utf-8', script(name), noCache) : undefined;
}

const noCache = { 'cache-control': 'no-cache' };
const built = new Map<ScriptName, string>();

function script(name: ScriptName): string {
  const ready = built.get(name);
  if (ready !== undefined) return ready;
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, scripts[name])],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome139',
  });
  const text = outputFiles.map(file => file.text).join('');
  built.set(name, text);
  return text;
}

const isScript = (name: string | undefined): name is ScriptName => name !== undefined && Object.hasOwn(scripts, name);

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/** JSON that cannot end the script element it stands in. */
const embed = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');
