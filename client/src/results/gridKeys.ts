/** What the keys do in the grid, as in lists and trees of the editor. https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/ */
import type { RowMap } from './rowMap.js';

export type GridAction =
  | { readonly kind: 'move'; readonly row: number; readonly isExtending: boolean }
  | { readonly kind: 'fold'; readonly folded: boolean }
  | { readonly kind: 'open' | 'toggle' | 'all' }
  | { readonly kind: 'type'; readonly text: string };

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export interface GridState {
  readonly active: number;
  readonly map: RowMap;
  /** Rows that a page has. */
  readonly inView: number;
}

/** Undefined where the key is not the grid's. */
export function gridKey(pressed: PressedKey, state: GridState): GridAction | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  const isCommand = ctrlKey || metaKey;
  if (isCommand && !altKey && key.toLowerCase() === 'a') return { kind: 'all' };
  if (altKey || (isCommand && key !== 'Home' && key !== 'End')) return undefined;
  const row = rowFor(key, state);
  if (row !== undefined) return { kind: 'move', row, isExtending: shiftKey };
  switch (key) {
    case 'Enter':
      return { kind: 'open' };
    case ' ':
      return { kind: 'toggle' };
    case 'ArrowLeft':
    case 'ArrowRight':
      return sideways(key === 'ArrowLeft', state);
    default:
      return key.length === 1 ? { kind: 'type', text: key } : undefined;
  }
}

function rowFor(key: string, { active, map: { rows }, inView }: GridState): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(active + 1, rows - 1);
    case 'ArrowUp':
      return Math.max(active - 1, 0);
    case 'PageDown':
      return Math.min(active + inView, rows - 1);
    case 'PageUp':
      return Math.max(active - inView, 0);
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return undefined;
  }
}

/** Left folds, or goes to what it is in; right unfolds, or goes into it. */
function sideways(isLeft: boolean, { active, map }: GridState): GridAction | undefined {
  const at = map.at(active);
  if (at === undefined || map.stages === 0) return undefined;
  if (at.stage !== undefined) return isLeft ? { kind: 'move', row: map.rowOf(at.place), isExtending: false } : undefined;
  const isFolded = map.isFolded(at.place);
  if (isLeft) return isFolded ? undefined : { kind: 'fold', folded: true };
  return isFolded ? { kind: 'fold', folded: false } : { kind: 'move', row: active + 1, isExtending: false };
}
