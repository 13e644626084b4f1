/** One symbol of the outline, before it is sent. */
import type { SymbolKind } from 'vscode-languageserver-types';
import type { Span } from '../base/span.js';

/** A symbol with spans of the file. */
export interface Outline {
  readonly name: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  /** What the editor shows when the symbol is chosen. */
  readonly nameSpan: Span;
  readonly children: readonly Outline[];
}
