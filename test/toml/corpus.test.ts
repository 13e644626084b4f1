import { describe, expect, it, test } from 'vitest';
import type { TomlString, TomlValue } from '../../server/src/toml/node.js';
import { readToml } from '../../server/src/toml/read.js';
import { stringMapOf } from '../../server/src/toml/stringMap.js';
import { corpusRules, reference } from '../kit/reference.js';
import { keyValuePlaces, mutations, type KeyValuePlace } from '../kit/tomlText.js';

function strings(value: TomlValue): readonly TomlString[] {
  if (value.kind === 'string') return [value];
  if (value.kind === 'array') return value.elements.flatMap(strings);
  return value.kind === 'table' ? value.entries.flatMap((entry) => strings(entry.value)) : [];
}

const text = ({ key, start, end }: KeyValuePlace): string => `${key}:${start}-${end}`;

describe('real rule files', () => {
  if (reference === undefined) {
    it('not run: no reference data', () => expect(corpusRules()).toEqual([]));
    return;
  }
  const rules = corpusRules();

  it('are read without a problem', () => {
    expect(rules.length).toBeGreaterThan(1000);
    expect(rules.filter((rule) => readToml(rule.text).problems.length > 0).map((rule) => rule.path)).toEqual([]);
  });

  it('have strings whose map decodes to their value and leads every offset there and back', () => {
    let count = 0;
    for (const rule of rules) {
      for (const literal of strings(readToml(rule.text).root)) {
        const map = stringMapOf(rule.text, literal);
        if (map.text !== literal.value) expect.fail(`${rule.path}: ${literal.value.slice(0, 80)}`);
        for (let offset = 0; offset <= map.text.length; offset += 7) {
          if (map.toText(map.toFile(offset)) !== offset) expect.fail(`${rule.path}: offset ${offset} of ${literal.value.slice(0, 80)}`);
        }
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(40_000);
  });

  test.each(Object.entries(mutations))('with %s lose no other key', (_, mutate) => {
    const lost: string[] = [];
    let checked = 0;
    for (const rule of rules.filter((__, index) => index % 5 === 0)) {
      const damage = mutate(rule.text);
      if (damage === undefined) continue;
      const sound = keyValuePlaces(readToml(rule.text).root)
        .filter((place) => place.end <= damage.from || place.key >= damage.to)
        .map((place) =>
          place.key < damage.to
            ? place
            : { key: place.key + damage.moved, start: place.start + damage.moved, end: place.end + damage.moved },
        );
      const read = readToml(damage.text);
      if (read.problems.length !== 1) lost.push(`${rule.path}: ${read.problems.map((problem) => problem.message).join(' | ')}`);
      const found = new Set(keyValuePlaces(read.root).map(text));
      checked += sound.length;
      lost.push(
        ...sound.filter((place) => !found.has(text(place))).map((place) => `${rule.path}: ${damage.text.slice(place.key, place.key + 40)}`),
      );
    }
    expect(lost).toEqual([]);
    expect(checked).toBeGreaterThan(4000);
  });

  it('cut anywhere keep the keys before the cut', () => {
    const lost: string[] = [];
    for (const [index, rule] of rules.filter((_, number) => number % 20 === 0).entries()) {
      const cut = Math.floor((rule.text.length * ((index * 37) % 101)) / 101);
      const found = new Set(keyValuePlaces(readToml(rule.text.slice(0, cut)).root).map(text));
      const sound = keyValuePlaces(readToml(rule.text).root).filter((place) => place.end <= cut);
      lost.push(
        ...sound
          .filter((place) => !found.has(text(place)))
          .map((place) => `${rule.path} at ${cut}: ${rule.text.slice(place.key, place.key + 40)}`),
      );
    }
    expect(lost).toEqual([]);
  });
});
