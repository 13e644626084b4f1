// Running the tests of a folder: 200 rules with ten tests each, the whole process.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const parseOnly = path.resolve(import.meta.dirname, '../parseOnly.mjs');

const rules = 200;
const testsOfRule = 10;
const eventsOfTest = 3;

/** Reads the same test files and the JSON events in them, and nothing else: the least that a runner of tests has to do. */
const pythonProgram = `
import json, pathlib, sys, tomllib
for file in pathlib.Path(sys.argv[1]).rglob("*.toml"):
    for test in tomllib.loads(file.read_text("utf-8")).get("test", []):
        for line in test["events"].strip().splitlines():
            json.loads(line)
`;

export const benches = [
  {
    name: 'tests',
    about: '`rulewright test` on 200 rules with 2,000 tests, start to end of the process',
    async prepare({ folder, cli, process: run }) {
      const command = cli();
      const node = process.execPath;
      const tests = path.join(folder, 'ruleTests');
      writeTests(tests);
      return {
        facts: [`${rules} generated rules, ${rules * testsOfRule} tests of ${eventsOfTest} events`],
        subject: { name: 'rulewright test', run: () => run(node, [command, 'test', tests]) },
        anchors: [
          { name: 'toml-eslint-parser, parsing only', run: () => run(node, [parseOnly, tests]) },
          hasTomllib()
            ? { name: "Python's tomllib and json, parsing only", run: () => run('python3', ['-c', pythonProgram, tests]) }
            : { name: "Python's tomllib and json, parsing only", skipped: 'no python3 of 3.11 or later' },
          { name: 'Node, starting only', run: () => run(node, ['-e', '0']) },
        ],
      };
    },
  },
];

function writeTests(folder) {
  fs.mkdirSync(folder);
  for (let index = 0; index < rules; index++) {
    const name = `rule_${String(index).padStart(3, '0')}`;
    fs.writeFileSync(path.join(folder, `${name}.toml`), ruleText(index));
    fs.writeFileSync(path.join(folder, `${name}.test.toml`), testText(index));
  }
}

const tool = (index) => `tool${index}`;

/** Every fourth rule is a sequence, every other one in KQL. */
function ruleText(index) {
  const [language, type, query] =
    index % 4 === 0
      ? [
          'eql',
          'eql',
          `sequence by host.id with maxspan=5m\n  [process where process.name == "${tool(index)}"]\n  [network where destination.port == 443]`,
        ]
      : index % 2 === 0
        ? ['eql', 'eql', `process where event.type == "start" and process.name : ("${tool(index)}", "other*") and not user.name : "root*"`]
        : [
            'kuery',
            'query',
            `event.category: process and event.type: start and process.name: (${tool(index)} or other*) and not user.name: root*`,
          ];
  return `[metadata]
creation_date = "2026/01/05"
integration = ["endpoint"]
maturity = "production"
updated_date = "2026/01/05"

[rule]
author = ["Acme"]
description = "Finds a tool."
from = "now-9m"
index = ["logs-endpoint.events.*"]
language = "${language}"
license = "Apache-2.0"
name = "Tool ${index}"
risk_score = 47
rule_id = "00000000-0000-4000-8000-${String(index).padStart(12, '0')}"
severity = "medium"
tags = ["Domain: Endpoint", "OS: Linux"]
type = "${type}"
query = '''
${query}
'''
`;
}

/** Of each test the first event matches, for a sequence with the second; where the number of the test is odd, none does. */
function testText(index) {
  const isSequence = index % 4 === 0;
  const tests = Array.from({ length: testsOfRule }, (_, number) => {
    const matches = number % 2 === 0 ? 1 : 0;
    const event = (second, more) =>
      JSON.stringify({
        '@timestamp': `2026-01-05T12:00:${String(second).padStart(2, '0')}Z`,
        ecs: { version: '8.11.0' },
        host: { id: 'h1', os: { type: 'linux' } },
        user: { name: 'ann', id: '1000' },
        ...more,
      });
    const process = (name) => ({
      event: { category: ['process'], type: ['start'], action: 'exec' },
      process: { name, executable: `/usr/bin/${name}`, args: [name, '-x', String(number)], parent: { name: 'bash' } },
    });
    const events = [
      event(1, process(matches === 1 ? tool(index) : 'ls')),
      event(2, { event: { category: ['network'], type: ['start'] }, destination: { ip: '192.0.2.1', port: 443 } }),
      event(3, process('cat')),
    ];
    const which = matches === 0 ? '' : isSequence ? ', events = [[1, 2]]' : ', events = [1]';
    return `[[test]]
name = "case ${number}"
events = '''
${events.join('\n')}
'''
expect = { matches = ${matches}${which} }
`;
  });
  return tests.join('\n');
}

function hasTomllib() {
  return spawnSync('python3', ['-c', 'import tomllib']).status === 0;
}
