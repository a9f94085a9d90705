/** Finds a browser that the extension runs in, or installs one. */
import { execFile, spawn } from 'node:child_process';
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The manifest's `minimum_chrome_version`. */
const MINIMUM = 139;

/** Where Chrome for Testing is kept when it had to be downloaded. */
const CACHE = path.join(homedir(), '.cache', 'fedcm-inspector', 'browsers');

export class NoBrowser extends Error {
  override name = 'NoBrowser';
}

/**
 * The path of a Chrome or Chromium of version 139 or later: `CHROME_PATH`, else one in the usual places, else one that
 * is installed now (apt on Debian and Ubuntu as root, Chrome for Testing elsewhere, nothing but apt where `CI` is set).
 *
 * @param say gets a line about each step that takes time
 * @throws NoBrowser with the remedy
 */
export async function findBrowser(say: (line: string) => void = console.log): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named) {
    const version = await versionOf(named);
    if (version === undefined) throw new NoBrowser(`CHROME_PATH names ${named}, which is no browser that can be run.`);
    if (version < MINIMUM) throw new NoBrowser(`CHROME_PATH names version ${version}; ${MINIMUM} or later is needed.`);
    return named;
  }
  const found = await firstUsable(say);
  if (found) return found;
  say('No Chrome or Chromium found.');
  return (await hasApt()) ? installByApt(say) : downloadChrome(say);
}

async function firstUsable(say: (line: string) => void): Promise<string | undefined> {
  for (const candidate of [...usualPlaces(), ...(await downloaded())]) {
    const version = await versionOf(candidate);
    if (version === undefined) continue;
    if (version >= MINIMUM) return candidate;
    say(`Passing over ${candidate}: version ${version}, and ${MINIMUM} or later is needed.`);
  }
  return;
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', path.join(homedir(), 'Applications')].flatMap(folder =>
        ['Google Chrome', 'Chromium', 'Google Chrome Beta', 'Google Chrome Canary'].map(
          name => `${folder}/${name}.app/Contents/MacOS/${name}`,
        ),
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(name => {
        const folder = process.env[name];
        if (!folder) return [];
        return ['Google\\Chrome', 'Chromium', 'Google\\Chrome Beta', 'Google\\Chrome SxS'].map(
          product => `${folder}\\${product}\\Application\\chrome.exe`,
        );
      });
    default:
      return (process.env['PATH'] ?? '')
        .split(':')
        .flatMap(folder =>
          ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'google-chrome-beta'].map(name =>
            path.join(folder || '.', name),
          ),
        );
  }
}

/** The major version, or nothing where the file is missing or no browser. */
async function versionOf(file: string): Promise<number | undefined> {
  try {
    await access(file, constants.X_OK);
    // On Windows chrome.exe opens a window instead of answering; its folder holds one named for the version.
    const text =
      process.platform === 'win32'
        ? (await readdir(path.dirname(file))).find(name => /^\d+\.\d+\.\d+\.\d+$/.test(name))
        : (await run(file, ['--version'], { timeout: 20_000 })).stdout;
    const major = /(\d+)\.\d+\.\d+/.exec(text ?? '')?.[1];
    return major === undefined ? undefined : Number(major);
  } catch {
    return;
  }
}

async function hasApt(): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(await readFile('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

async function installByApt(say: (line: string) => void): Promise<string> {
  say('Installing Debian’s chromium with apt-get …');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const failed =
    (await exitCode('apt-get', ['update', '-qq'], environment)) ||
    (await exitCode('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], environment));
  const found = failed ? undefined : await firstUsable(say);
  if (found) return found;
  throw new NoBrowser(`apt-get could not install a browser of version ${MINIMUM} or later. ${REMEDY}`);
}

async function downloadChrome(say: (line: string) => void): Promise<string> {
  if (process.env['CI']) throw new NoBrowser(`Nothing is downloaded where CI is set. ${REMEDY}`);
  const { Browser, detectBrowserPlatform, install, resolveBuildId } = await import('@puppeteer/browsers');
  const platform = detectBrowserPlatform();
  if (!platform) throw new NoBrowser(`There is no Chrome for Testing for this system. ${REMEDY}`);
  try {
    const buildId = await resolveBuildId(Browser.CHROME, platform, 'stable');
    say(`Downloading Chrome for Testing ${buildId} to ${CACHE} …`);
    const { executablePath } = await install({ browser: Browser.CHROME, buildId, cacheDir: CACHE, platform });
    return executablePath;
  } catch (error) {
    throw new NoBrowser(`Chrome for Testing could not be downloaded (${String(error)}). ${REMEDY}`);
  }
}

async function downloaded(): Promise<string[]> {
  const { getInstalledBrowsers } = await import('@puppeteer/browsers');
  const installed = await getInstalledBrowsers({ cacheDir: CACHE }).catch(() => []);
  return installed.map(({ executablePath }) => executablePath);
}

const REMEDY = `Install Chrome or Chromium ${MINIMUM} or later yourself, and name it in CHROME_PATH where it is in no usual place.`;

function exitCode(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', () => resolve(1));
    child.on('close', code => resolve(code ?? 1));
  });
}
