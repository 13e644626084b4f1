// What the bundled rules are meant to match, from the files beside them, written by hand.
import fs from 'node:fs';
import path from 'node:path';
import { repo } from './harness.mjs';

export const rules = {
  eql: 'defense_evasion_file_made_immutable_by_chattr',
  kql: 'defense_evasion_file_mod_writable_dir',
};

/** The number of its events, and the lines that match. */
export function expectation(name) {
  const { lines } = JSON.parse(fs.readFileSync(path.join(repo, 'rules/linux', `${name}.expected.json`), 'utf8'));
  return { events: lines.length, matching: lines.filter(({ matches }) => matches).map(({ line }) => line) };
}

export function label({ events, matching }) {
  return `${matching.length} of ${events} events match`;
}

/** The line of a bundled rule that starts so. */
export function lineOf(rule, start) {
  const lines = fs.readFileSync(path.join(repo, 'rules/linux', `${rule}.toml`), 'utf8').split('\n');
  return lines.findIndex((line) => line.startsWith(start)) + 1;
}
