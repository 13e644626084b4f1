import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.js';
import { span } from '../../server/src/base/span.js';

describe('applyEdits', () => {
  it('replaces, inserts and deletes, in whatever order the edits come', () => {
    const edits = [
      { span: span(6, 11), newText: 'there' },
      { span: span(0, 0), newText: '> ' },
      { span: span(5, 6), newText: '' },
    ];
    expect(applyEdits('hello world', edits)).toBe('> hellothere');
  });

  it('puts two insertions at one place in the order they were given', () => {
    const edits = [
      { span: span(1, 1), newText: 'x' },
      { span: span(1, 1), newText: 'y' },
    ];
    expect(applyEdits('ab', edits)).toBe('axyb');
  });

  it('refuses edits that overlap', () => {
    const edits = [
      { span: span(0, 3), newText: '' },
      { span: span(2, 4), newText: '' },
    ];
    expect(() => applyEdits('abcdef', edits)).toThrow('overlapping edits at offset 2');
  });
});
