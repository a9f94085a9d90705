import { callScript } from '../../src/core/compare/call-script.ts';
import type { Flow } from '../../src/core/model.ts';
import { RawToken } from '../token/raw-token.tsx';
import { CopyButton } from '../widgets/copy-button.tsx';
import { Value } from '../widgets/value.tsx';
import { IdleMembers } from './idle-members.tsx';
import { requestRows } from './request-rows.ts';
import { RequestTable } from './request-table.tsx';

function FirstArgument({ flow }: { flow: Flow }) {
  const rows = requestRows(flow);
  if (rows.length > 0) {
    return (
      <>
        <IdleMembers rows={rows} />
        <RequestTable rows={rows} />
      </>
    );
  }
  if (flow.request === undefined) return <p class="dim">Called without an argument.</p>;
  // What `resolve` hands over is the token itself.
  if (flow.api === 'IdentityProvider.resolve') return <RawToken flow={flow} token={flow.request} />;
  return <Value value={flow.request} />;
}

export function RequestTab({ flow }: { flow: Flow }) {
  const json = () => JSON.stringify(flow.request, null, 2) ?? 'undefined';
  return (
    <>
      <p class="actions tab-head">
        <code class="grow">{flow.api}</code>
        <CopyButton what="the call as JavaScript" label="Copy as JavaScript" text={() => callScript(flow)} />
        {typeof flow.request === 'object' && <CopyButton what="the request as JSON" label="Copy JSON" text={json} />}
      </p>
      <FirstArgument flow={flow} />
      {flow.options !== undefined && (
        <section class="block">
          <h2>Second argument</h2>
          <Value value={flow.options} />
        </section>
      )}
    </>
  );
}
