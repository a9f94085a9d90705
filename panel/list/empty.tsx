import type { ComponentChildren } from 'preact';
import { CheckButton } from '../check-provider/check-provider.tsx';
import { ExternalLink } from '../widgets/external-link.tsx';
import { Prose } from '../widgets/prose.tsx';

export interface EmptyProps {
  title: string;
  children?: ComponentChildren;
}

/** Stands where the list would be. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div class="empty">
      <h2>
        <Prose text={title} />
      </h2>
      {children}
      <p>
        <CheckButton label="Check an identity provider" />
      </p>
    </div>
  );
}

/** What would fill the list, and what else may be said. */
export function HowItFills({ children }: { children?: ComponentChildren }) {
  return (
    <>
      <p>
        Sign in on the page. Each call of <code>navigator.credentials.get(&#123; identity &#125;)</code> becomes one
        row: what the page asked, what came of it, and why.
      </p>
      {children}
      <p>
        <ExternalLink url="https://developer.mozilla.org/docs/Web/API/FedCM_API">What is FedCM?</ExternalLink>
      </p>
    </>
  );
}
