import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Empty, type EmptyProps, HowItFills } from './empty.tsx';

const View = signal<ComponentType<EmptyProps> | undefined>(undefined);

/** The reasons why a page has not called come with the first look at a page that has not. */
export function NoCallGate({ title, children }: EmptyProps) {
  useEffect(() => {
    if (View.peek() !== undefined) return;
    void import('./no-call-yet.tsx').then(({ NoCallYet }) => {
      View.value = NoCallYet;
    });
  }, []);
  const Loaded = View.value;
  if (Loaded !== undefined) return <Loaded title={title}>{children}</Loaded>;
  return (
    <Empty title={title}>
      {children}
      <HowItFills />
    </Empty>
  );
}
