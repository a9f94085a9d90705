import type { Evidence, Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { shown } from './json-value.ts';
import { type DiagnosisContext, embedder, type Scene } from './scene.ts';

const FEATURE = 'identity-credentials-get';

/** Whether Chrome refused the call because Permissions Policy does not grant FedCM to its frame. */
export function isPolicyRefusal({ outcome }: Flow): boolean {
  const { name, message = '' } = outcome.error ?? {};
  return (
    outcome.status === 'rejected' &&
    name === 'NotAllowedError' &&
    /identity-credentials-get|permissions? policy|feature is not enabled/i.test(message)
  );
}

/** Permissions Policy: whose header forbids it, or which iframe lacks `allow`. */
export function policyFault(flow: Flow, context: DiagnosisContext): Fault | undefined {
  if (!isPolicyRefusal(flow)) return undefined;
  const said = { path: 'outcome.error', found: shown(flow.outcome.error?.message), note: "Chrome's words" };
  const header = context.documentHeaders?.find(entry => entry.name.toLowerCase() === 'permissions-policy');
  const own = header && /identity-credentials-get\s*=/.test(header.value) ? header : undefined;
  const top = embedder(flow);
  const isTop = flow.page.frameId === 0 || (flow.page.frameId === undefined && top === flow.page.origin);
  return own || isTop ? headerFault(flow.page.origin, own?.value, said) : frameFault(flow, said);
}

function headerFault(origin: string, value: string | undefined, said: Evidence): Fault {
  return {
    code: 'PermissionsPolicyDisabled',
    owner: 'rp-server',
    title: `The page's own \`Permissions-Policy\` header forbids FedCM`,
    explanation: `${origin} does not grant itself \`${FEATURE}\`.`,
    steps: [`Send \`Permissions-Policy: ${FEATURE}=(self)\` with the page, or leave ${FEATURE} out of the header.`],
    evidence: [
      ...(value === undefined
        ? []
        : [{ path: 'header:permissions-policy', found: value, expected: `${FEATURE}=(self)` }]),
      said,
    ],
  };
}

/** The step from one frame to the next at which the permission may be withheld. */
interface Link {
  parent: string;
  child: string;
}

/**
 * The policy passes from frame to frame, so each link of the chain needs it; the first frame without it tells where it
 * ends.
 */
function frameFault(flow: Flow, said: Evidence): Fault {
  const above = flow.page.ancestors ?? [{ origin: embedder(flow) }];
  const chain = [...above, { origin: flow.page.origin, allowsFedCM: false }];
  if (chain[0]?.allowsFedCM === false) return ofTopPage(chain[0].origin, said);
  const links = chain.slice(1).map((child, i) => ({ parent: chain[i]?.origin ?? '', child: child.origin }));
  const first = chain.findIndex(({ allowsFedCM }) => allowsFedCM === false);
  const isKnown = chain.slice(0, first).every(({ allowsFedCM }) => allowsFedCM === true);
  const broken = isKnown ? links.slice(first - 1, first) : links.filter(({ parent, child }) => parent !== child);
  const [only, ...others] = broken;
  const deeper = isKnown ? links.slice(first).filter(({ parent, child }) => parent !== child) : [];
  return {
    code: 'PermissionsPolicyDisabled',
    title:
      only && others.length === 0
        ? `The iframe in ${only.parent} that embeds ${only.child} lacks \`allow="${FEATURE}"\``
        : `An iframe above this frame lacks \`allow="${FEATURE}"\``,
    explanation: `A cross-origin frame gets \`${FEATURE}\` only where every iframe element above it has it in \`allow\`.`,
    steps: [
      ...broken.map(mend),
      ...(isKnown && only
        ? [`If it has it, look at the \`Permissions-Policy\` header of ${only.child}, which may take it back.`]
        : []),
      ...deeper.map(link => `${mend(link)} It needs it too.`),
    ],
    evidence: [
      ...broken.map(({ parent, child }) => ({
        path: flow.page.ancestors ? 'page.ancestors' : 'page.topOrigin',
        found: `${parent} embeds ${child}${isKnown ? ', which is not granted it' : ''}`,
        expected: `allow="${FEATURE}"`,
      })),
      said,
    ],
  };
}

const mend = ({ parent, child }: Link): string =>
  `In the page of ${parent}, add \`allow="${FEATURE}"\` to the iframe that embeds ${child}.`;

function ofTopPage(origin: string, said: Evidence): Fault {
  return {
    code: 'PermissionsPolicyDisabled',
    owner: 'rp-server',
    title: `The \`Permissions-Policy\` header of ${origin} forbids FedCM in all of its frames`,
    explanation: 'The top page does not grant it to itself, so it can grant it to no frame.',
    steps: [
      `Leave ${FEATURE} out of the \`Permissions-Policy\` header of ${origin}, or name the frame's origin there.`,
    ],
    evidence: [{ path: 'page.ancestors', found: `${origin} is not granted it`, expected: FEATURE }, said],
  };
}

/** Content Security Policy: the one failure of `get()` that names its URL in the message. */
export function cspFault({ flow, providers }: Scene): Fault | undefined {
  const { name, message = '' } = flow.outcome.error ?? {};
  if (name !== 'NetworkError') return undefined;
  const named = providers.find(({ values }) => values.configURL !== undefined && message.includes(values.configURL));
  if (!/Content Security Policy|connect-src/i.test(message) && named === undefined) return undefined;
  const provider = named ?? providers[0];
  return {
    code: 'ConfigUrlBlockedByCsp',
    evidence: [
      { path: 'header:content-security-policy', expected: `connect-src … ${provider?.values.idp ?? ''}`.trim() },
      { path: 'outcome.error', found: shown(message), note: "Chrome's words" },
    ],
  };
}
