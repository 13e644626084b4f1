import { describe, expect, it, test } from 'vitest';
import { inToml, openAt, service, type Form } from '../kit/services.js';

/** The signature with its active parameter in `<>`. */
function signatureAt(marked: string, form: Form): string | undefined {
  const { model, position } = openAt(marked, form);
  const help = service.signatureHelp(model, position);
  const [signature] = help?.signatures ?? [];
  if (help === undefined || signature === undefined) return undefined;
  const place = signature.parameters?.[help.activeParameter ?? 0]?.label;
  if (place === undefined) return signature.label;
  if (typeof place === 'string') throw new Error('parameters are given by their place');
  const [start, end] = place;
  return `${signature.label.slice(0, start)}<${signature.label.slice(start, end)}>${signature.label.slice(end)}`;
}

describe('signature help', () => {
  test.each<readonly [string, string]>([
    ['any where startsWith(<|>', 'startsWith(<source>, substring)'],
    ['any where startsWith(<|>)', 'startsWith(<source>, substring)'],
    ['any where startsWith(process.na<|>', 'startsWith(<source>, substring)'],
    ['any where startsWith(process.name,<|>', 'startsWith(source, <substring>)'],
    ['any where startsWith(process.name, "a, b<|>")', 'startsWith(source, <substring>)'],
    ['any where startsWith(process.name, "a<|> and true', 'startsWith(source, <substring>)'],
    ['any where startsWith~(process.name, <|>)', 'startsWith~(source, <substring>)'],
    ['any where LENGTH(<|>', 'length(<source>)'],
    ['any where length~(<|>', 'length(<source>)'],
    ['any where between(a, "b", "c", <|>', 'between(source, left, right[, <greedy>])'],
    ['any where cidrMatch(source.ip, <|>', 'cidrMatch(address, <network…>)'],
    ['any where cidrMatch(source.ip, "10.0.0.0/8", "fc00::/7", <|>', 'cidrMatch(address, <network…>)'],
    ['any where concat(<|>', 'concat(<value…>)'],
    ['any where startsWith(substring(a, <|>), "x")', 'substring(source, <start>[, end])'],
    ['any where startsWith(substring(a, 1)<|>, "x")', 'startsWith(<source>, substring)'],
    ['any where startsWith(substring(a, 1), <|>', 'startsWith(source, <substring>)'],
    ['any where startsWith((a<|>', 'startsWith(<source>, substring)'],
    ['any where length(a, <|>', 'length(source)'],
    ['any where a == 1 and add(1, <|> and b == "x"', 'add(left, <right>)'],
    ['sequence [any where true] [file where endsWith(file.name, <|>', 'endsWith(source, <substring>)'],
  ])('%j shows %s', (marked, expected) => {
    expect(signatureAt(marked, 'eql')).toBe(expected);
  });

  test.each<readonly [string, Form]>([
    ['any where (<|>', 'eql'],
    ['any where a in (<|>', 'eql'],
    ['any where startsWith(a, "b")<|>', 'eql'],
    ['any where <|>startsWith(a, "b")', 'eql'],
    ['any where startsWith<|>(a, "b")', 'eql'],
    ['any where nothing(<|>', 'eql'],
    ['any where process.length(<|>', 'eql'],
    ['any where length(a // b<|>', 'eql'],
    ['sequence [any where length(a] [file where <|>', 'eql'],
    ['length(<|>', 'kuery'],
    ['[rule]\nname = "length(<|>"', 'toml'],
  ])('%j in %s shows nothing', (marked, form) => {
    expect(signatureAt(marked, form)).toBeUndefined();
  });

  it('works inside the strings of TOML', () => {
    expect(signatureAt(inToml('any where endsWith(file.name, <|>'), 'toml')).toBe('endsWith(source, <substring>)');
    expect(signatureAt('[rule]\ntype = "eql"\nquery = "any where endsWith(\\u0061, \\"x<|>\\")"', 'toml')).toBe(
      'endsWith(source, <substring>)',
    );
  });

  it('tells what the function does and what each parameter takes', () => {
    const { model, position } = openAt('any where cidrMatch(<|>', 'eql');
    expect(service.signatureHelp(model, position)).toEqual({
      signatures: [
        {
          label: 'cidrMatch(address, network…)',
          documentation: {
            kind: 'markdown',
            value:
              'True if the IP address lies in one of the networks, written in CIDR notation. IPv4 and IPv6.\n\nExample: `cidrMatch(source.ip, "10.0.0.0/8", "fc00::/7") is true for 10.1.2.3`',
          },
          parameters: [
            { label: [10, 17], documentation: 'an IP address' },
            { label: [19, 27], documentation: 'text, a constant, one or more' },
          ],
        },
      ],
      activeSignature: 0,
      activeParameter: 0,
    });
  });
});
