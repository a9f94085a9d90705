import type { Redactor } from './redactor.ts';

/** Words of the systems that browsers name, as they write them. */
const SYSTEM = new Set(
  `X11 Linux Wayland CrOS Windows NT Win64 WOW64 x64 x86_64 i686 aarch64 arm arm64 ARM64 armv7l armv8l Macintosh Intel Mac
  OS X Android K Mobile U KHTML like Gecko compatible CPU iPhone iPad Fuchsia`.split(/\s+/),
);

/** Names that browsers give themselves before a `/` and a version. */
const PRODUCTS = new Set(
  `Mozilla AppleWebKit Gecko Chrome Chromium HeadlessChrome Safari Version Mobile Edg EdgA EdgiOS OPR Vivaldi Brave
  SamsungBrowser YaBrowser CriOS Firefox`.split(/\s+/),
);

/** Of a system: `10.0`, `10_15_7`, `14`; Chrome OS always gives the same. */
const SYSTEM_VERSION = /^\d\d?(?:[._]\d\d?){0,3}$|^14541\.0\.0$/;
const PRODUCT_VERSION = /^\d{1,3}(?:\.\d{1,5}){0,3}$/;

/**
 * What a browser calls itself: systems and products that are known stay, models of devices and all else are replaced.
 */
export function redactUserAgent(text: string, redactor: Redactor): string {
  return text.replace(/[^\s;,()]+/g, word => (isKnown(word) ? word : redactor.replace(word, 'text')));
}

function isKnown(word: string): boolean {
  if (SYSTEM.has(word) || SYSTEM_VERSION.test(word)) return true;
  const [product = '', version = '', ...more] = word.split('/');
  return more.length === 0 && PRODUCTS.has(product) && PRODUCT_VERSION.test(version);
}
