import { Component, type ComponentChildren } from 'preact';
import type { Flow } from '../../src/core/model.ts';
import { CopyButton } from '../widgets/copy-button.tsx';

interface Props {
  /** What stands inside, in words: `The Summary tab`. */
  what: string;
  flow: Flow;
  children: ComponentChildren;
}

interface State {
  fault?: { error: unknown; of: Flow } | undefined;
}

/** Keeps a fault in one view from taking the panel with it. Once the flow changes, the view is tried again. */
export class FaultBoundary extends Component<Props, State> {
  override state: State = {};

  override componentDidCatch(error: unknown): void {
    this.setState({ fault: { error, of: this.props.flow } });
  }

  override componentDidUpdate(): void {
    const { fault } = this.state;
    if (fault !== undefined && fault.of !== this.props.flow) this.setState({ fault: undefined });
  }

  override render({ what, flow, children }: Props, { fault }: State): ComponentChildren {
    if (fault === undefined) return children;
    return (
      <div class="view-fault" role="alert">
        <h2>{`${what} cannot be shown`}</h2>
        <p>
          A value of this flow is not what the panel expects: <code>{messageOf(fault.error)}</code>
        </p>
        <p>
          Nothing is lost, and the rest of the panel goes on. <em>Raw</em> shows the flow as it is stored, and{' '}
          <em>Export</em> saves it. If it came from a file, ask for that file anew; otherwise report this error.
        </p>
        <p>
          <CopyButton
            what="the error"
            label="Copy the error"
            text={() => `${what} of ${flow.api}, ${flow.id}\n${wholeText(fault.error)}`}
          />
        </p>
      </div>
    );
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : `Thrown: ${String(error)}`;

const wholeText = (error: unknown): string =>
  error instanceof Error ? `${messageOf(error)}\n${error.stack ?? ''}` : messageOf(error);
