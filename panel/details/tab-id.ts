export type TabId = 'summary' | 'request' | 'exchanges' | 'token' | 'timeline' | 'raw';
