import { isObject } from '../token/json-object.ts';

/** Shorter strings turn up by chance. */
const SHORTEST_TOKEN = 4;
const SHORTEST_MEMBER = 8;
/** Members of a structured token that say who, where and what: none of them is a secret to hand on. */
const DESCRIPTIVE =
  /^(iss|sub|aud|azp|nonce|scope|token_type|name|given_name|family_name|middle_name|nickname|preferred_username|profile|picture|website|email|gender|birthdate|zoneinfo|locale|phone_number|hd|state)$/;
const MOST_MEMBERS = 50;
const DEEPEST = 5;

/**
 * The strings that give a token away in a later request: the token itself; for a token that is a JSON object or list,
 * each string in it, but neither descriptive claims nor strings too short to be told from chance. Longest first.
 */
export function searchedStrings(token: unknown): string[] {
  if (typeof token === 'string') return token.length >= SHORTEST_TOKEN ? [token] : [];
  const found = new Set<string>();
  collect(token, found, 0);
  return [...found].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function collect(value: unknown, found: Set<string>, depth: number): void {
  if (found.size >= MOST_MEMBERS || depth > DEEPEST) return;
  if (typeof value === 'string') {
    if (value.length >= SHORTEST_MEMBER && !/\s|^https?:/i.test(value)) found.add(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, found, depth + 1);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (!DESCRIPTIVE.test(name)) collect(item, found, depth + 1);
    }
  }
}

/** Whether a part of a request holds the string: raw, URL-encoded, as a form writes it, or inside JSON. */
export function holds(text: string, searched: string): boolean {
  if (text.length === 0) return false;
  if (text.includes(searched) || text.includes(insideJson(searched))) return true;
  const decoded = urlDecoded(text);
  return decoded !== text && (decoded.includes(searched) || decoded.includes(insideJson(searched)));
}

function insideJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Percent-escapes and the form's `+` taken away; a broken escape stays as it is. */
function urlDecoded(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-f]{2})+/gi, escaped => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}
