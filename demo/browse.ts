/**
 * Drives FedCM in a real Chromium over CDP: answers the browser's dialogs, reads its own words about a failure, and
 * runs faults of the gallery. Use the default browser context (auto re-authentication is off in others) and no `popup`
 * listener (the headless browser dies when the continuation pop-up opens; both measured on Chromium 156).
 */
import type { Browser, CDPSession, Page, Protocol } from 'puppeteer-core';
import type { UserPart } from './gallery/fault.ts';

export interface ShownDialog {
  type: Protocol.FedCm.DialogType;
  title: string;
  accounts: Protocol.FedCm.Account[];
}

/** What a page and its cross-origin frames said and showed, oldest first. */
export interface FedCmWatch {
  dialogs: ShownDialog[];
  /** Chrome's reasons for `credentials.get`. */
  reasons: string[];
  userInfoReasons: string[];
  /** Console lines that the browser wrote itself. */
  log: string[];
  /** How dialogs are answered from now on. */
  user: UserPart & { account?: number };
  /** Settles when Chrome has given a reason, for pages that can no longer tell. */
  firstReason: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Watches a page, and every frame of it that has a process of its own from the frame's first moment on.
 *
 * @param options.rejectionDelay keep Chrome's deliberate delay of rejections and its 3 s floor; off where not said
 */
export async function watchFedCm(
  page: Page,
  options: { user?: FedCmWatch['user']; rejectionDelay?: boolean } = {},
): Promise<FedCmWatch> {
  const root = await page.createCDPSession();
  const firstReason = new Promise<void>(resolve => {
    root.on('Audits.issueAdded', ({ issue }) => {
      if (issue.code.startsWith('FederatedAuth')) resolve();
    });
  });
  const watch: FedCmWatch = {
    dialogs: [],
    reasons: [],
    userInfoReasons: [],
    log: [],
    user: options.user ?? {},
    firstReason,
    stop: () => root.detach(),
  };
  const attach = async (session: CDPSession) => {
    session.on('FedCm.dialogShown', dialog => {
      // A dialog, or its page, may be gone before the answer arrives.
      answerDialog(page, session, dialog, watch).catch(() => undefined);
    });
    session.on('Audits.issueAdded', ({ issue }) => readIssue(issue, watch));
    session.on('Log.entryAdded', ({ entry }) => watch.log.push(entry.text));
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const child = session.connection()?.session(sessionId);
      if (!child) return;
      const ready = targetInfo.type === 'iframe' ? attach(child) : Promise.resolve();
      // A frame that is gone already needs no watching.
      ready.then(() => child.send('Runtime.runIfWaitingForDebugger')).catch(() => undefined);
    });
    await Promise.all([
      session.send('FedCm.enable', { disableRejectionDelay: options.rejectionDelay !== true }),
      session.send('Audits.enable'),
      session.send('Log.enable'),
      session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    ]);
  };
  await attach(root);
  return watch;
}

function readIssue(issue: Protocol.Audits.InspectorIssue, watch: FedCmWatch): void {
  const { federatedAuthRequestIssueDetails: request, federatedAuthUserInfoRequestIssueDetails: userInfo } =
    issue.details;
  if (request) watch.reasons.push(request.federatedAuthRequestIssueReason);
  if (userInfo) watch.userInfoReasons.push(userInfo.federatedAuthUserInfoRequestIssueReason);
}

async function answerDialog(
  page: Page,
  session: CDPSession,
  { dialogId, dialogType, title, accounts }: Protocol.FedCm.DialogShownEvent,
  watch: FedCmWatch,
): Promise<void> {
  watch.dialogs.push({ type: dialogType, title, accounts });
  const { chooser = 'select', mismatch = 'dismiss', account = 0 } = watch.user;
  const dismiss = (triggerCooldown: boolean) => session.send('FedCm.dismissDialog', { dialogId, triggerCooldown });
  switch (dialogType) {
    case 'AccountChooser':
      if (chooser === 'select') return session.send('FedCm.selectAccount', { dialogId, accountIndex: account });
      if (chooser === 'leave-page') return void (await page.goto('about:blank'));
      return dismiss(chooser === 'dismiss-with-cooldown');
    case 'ConfirmIdpLogin':
      if (mismatch === 'dismiss') return dismiss(false);
      return session.send('FedCm.clickDialogButton', { dialogId, dialogButton: 'ConfirmIdpLoginContinue' });
    case 'Error':
      return session.send('FedCm.clickDialogButton', { dialogId, dialogButton: 'ErrorGotIt' });
    case 'AutoReauthn':
      return;
  }
}

/** A click that gives the page its user's activation, wherever the layout has put the element by now. */
export async function click(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(selector);
  await page.$eval(selector, element => (element as HTMLElement).click());
}

/** The next window that shows a URL with this beginning, found once it has loaded. */
export async function popup(browser: Browser, urlPrefix: string): Promise<Page> {
  const target = await browser.waitForTarget(each => each.type() === 'page' && each.url().startsWith(urlPrefix));
  const page = await target.page();
  if (!page) throw new Error(`The window at ${urlPrefix} is not a page.`);
  await page.waitForFunction("document.readyState === 'complete'", { polling: 20 });
  return page;
}
