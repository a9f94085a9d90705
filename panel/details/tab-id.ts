export type TabId = 'summary' | 'request' | 'token' | 'raw';
