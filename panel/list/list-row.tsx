import { FileRow } from '../import/file-row.tsx';
import type { Row } from '../rows.ts';
import { FlowRow } from './flow-row.tsx';
import { NavigationRow } from './navigation-row.tsx';

interface Props {
  row: Row;
  /** Place in the whole list, from 0. */
  index: number;
  tabStop: boolean;
  /** Drawn out of sight. */
  away: boolean;
}

export function rowKey(row: Row): string {
  switch (row.kind) {
    case 'navigation':
      return `navigation ${row.navigation.documentId}`;
    case 'file':
      return `file ${row.file.number}`;
    case 'flow':
      return row.flow.id;
  }
}

export function ListRow({ row, index, tabStop, away }: Props) {
  switch (row.kind) {
    case 'navigation':
      return <NavigationRow navigation={row.navigation} index={index} />;
    case 'file':
      return <FileRow file={row.file} index={index} />;
    case 'flow':
      return <FlowRow flow={row.flow} index={index} tabStop={tabStop} away={away} />;
  }
}
