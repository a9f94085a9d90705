/** Who is signed in where. Sessions live in memory and end with the process. */
import { randomUUID } from 'node:crypto';

export interface User {
  id: string;
  name: string;
  given_name: string;
  email: string;
  login_hints: string[];
  domain_hints: string[];
}

export const users: readonly User[] = [
  {
    id: 'user-ann',
    name: 'Ann Example',
    given_name: 'Ann',
    email: 'ann@example.test',
    login_hints: ['ann', 'ann@example.test'],
    domain_hints: ['example.test'],
  },
  {
    id: 'user-ben',
    name: 'Ben Sample',
    given_name: 'Ben',
    email: 'ben@sample.test',
    login_hints: ['ben', 'ben@sample.test'],
    domain_hints: ['sample.test'],
  },
];

/** `ann` for `user-ann`: what `/login?user=` takes. */
export const shortName = (user: User) => user.given_name.toLowerCase();

export const cookieName = 'idp_session';

export class Sessions {
  readonly #users = new Map<string, readonly User[]>();

  /** @returns the id to put in the cookie; an existing session is joined, so that two users can share one. */
  open(user: User, existing: string | undefined): string {
    const id = existing !== undefined && this.#users.has(existing) ? existing : randomUUID();
    const others = this.find(id).filter(other => other.id !== user.id);
    this.#users.set(id, [...others, user]);
    return id;
  }

  find(id: string | undefined): readonly User[] {
    return (id !== undefined && this.#users.get(id)) || [];
  }

  close(id: string | undefined): void {
    if (id !== undefined) this.#users.delete(id);
  }
}
