import type { ComponentChildren } from 'preact';

function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/** A link that the user opens in a tab of its own; anything but http(s) stays text. */
export function ExternalLink({ url, children }: { url: string; children?: ComponentChildren }) {
  const href = webAddress(url);
  return href === undefined ? (
    <span>{children ?? url}</span>
  ) : (
    <a href={href} target="_blank" rel="noreferrer">
      {children ?? url}
    </a>
  );
}
