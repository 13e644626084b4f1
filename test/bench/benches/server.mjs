// What an editor waits for: the language server as a process, over its own protocol, beside one that does nothing.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { startClient, startEmptyNode } from '../languageClient.mjs';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../measure.mjs';

/** Keystrokes, and requests for completion, in a round. */
const repeats = 100;

/** Milliseconds before each: people type with pauses, in which both processes go to sleep and collect what they no longer need. */
const pause = 30;

const loader = path.resolve(import.meta.dirname, '../loadClient.mjs');

export const benches = [
  activationBench(),
  startBench({
    name: 'server-start',
    about: 'the language server from the start of its process to its answer to `initialize`',
    until: async () => undefined,
  }),
  startBench({
    name: 'first-diagnostics',
    about: 'the language server from the start of its process to the first diagnostics of the longest rule',
    until: (client, { longest }) => client.open(longest.text),
  }),
  typingBench({
    name: 'keystroke',
    about: 'from a keystroke to its diagnostics, in the rule of median length',
    pick: ({ median }) => median,
  }),
  typingBench({
    name: 'keystroke-longest',
    about: 'from a keystroke to its diagnostics, in the longest rule',
    pick: ({ longest }) => longest,
  }),
  completionBench({
    name: 'completion-request',
    about: 'from the question what fits at the cursor in the query to the list, in the rule of median length',
    pick: ({ median }) => median,
  }),
  completionBench({
    name: 'completion-longest',
    about: 'from the question what fits at the cursor in the query to the list, in the longest rule',
    pick: ({ longest }) => longest,
  }),
];

/** What VS Code waits for before the extension is there: its client is loaded; all else comes later. */
function activationBench() {
  const contender = (name, bundle) => ({
    name,
    run: () => ({ milliseconds: Number(execFileSync(process.execPath, [loader, bundle], { encoding: 'utf8' })) }),
  });
  return {
    name: 'activation',
    about: "loading the extension's client into a process that has not loaded anything yet, VS Code's own part left out",
    async prepare({ client, helloClient }) {
      return {
        subject: contender("the extension's client", client()),
        anchors: [contender('a client that only starts a language server', await helloClient())],
      };
    },
  };
}

function startBench({ name, about, until }) {
  return {
    name,
    about,
    async prepare({ corpus, server, helloServer }) {
      const rules = rulesOf(corpus.texts);
      const contender = (title, script) => ({
        name: title,
        async run() {
          const start = performance.now();
          const client = await startClient(script);
          await until(client, rules);
          const milliseconds = performance.now() - start;
          const cpuMilliseconds = client.processorTime();
          await client.stop();
          return { milliseconds, cpuMilliseconds };
        },
      });
      return {
        subject: contender('language server', server()),
        anchors: [
          contender('a language server that does nothing', await helloServer()),
          { name: 'Node, until it runs a line of its own', run: startEmptyNode },
        ],
      };
    },
  };
}

function typingBench({ name, about, pick }) {
  return sessionBench({
    name,
    about: `${about} (the figure is the median of ${repeats}, ${pause} ms apart)`,
    pick,
    act: type,
  });
}

/** One space more each time, so that no text comes twice: what is remembered of earlier ones must not count. */
function type(client, { position }) {
  return client.edit({ start: position, end: position }, ' ');
}

/** Editors ask a moment after the keystroke, when its diagnostics are there: VS Code after 10 ms. */
function completionBench({ name, about, pick }) {
  return sessionBench({
    name,
    about: `${about} (the figure is the median of ${repeats}, ${pause} ms after the keystroke)`,
    pick,
    prepare: type,
    act: (client, { position }) => client.complete(position),
  });
}

/** One session of each server for all rounds: what is measured is a warm one. */
function sessionBench({ name, about, pick, prepare, act }) {
  return {
    name,
    about,
    async prepare({ corpus, server, helloServer, atEnd }) {
      const rule = pick(rulesOf(corpus.texts));
      const contender = async (title, script) => {
        const client = await startClient(script);
        atEnd(() => client.stop());
        await client.open(rule.text);
        return {
          name: title,
          async run() {
            const taken = [];
            for (let turn = 0; turn < repeats; turn++) {
              await prepare?.(client, rule);
              await sleep(pause);
              const start = performance.now();
              await act(client, rule);
              taken.push(performance.now() - start);
            }
            return { milliseconds: quantile(taken, 0.5), figures: { p95: quantile(taken, 0.95), p99: quantile(taken, 0.99) } };
          },
        };
      };
      return {
        facts: [`${rule.text.length.toLocaleString('en')} characters`],
        subject: await contender('language server', server()),
        anchors: [await contender('a language server that does nothing', await helloServer())],
      };
    },
  };
}

/** The longest rule and the one of median length, each with the position of a space in its query. */
function rulesOf(texts) {
  const rules = texts.filter((text) => /^query = [\s\S]*?(?: where | and )/m.test(text)).sort((a, b) => a.length - b.length);
  const withPosition = (text) => {
    const query = text.search(/^query = /m);
    const offset = query + text.slice(query).search(/ where | and /) + 1;
    const before = text.slice(0, offset).split('\n');
    return { text, position: { line: before.length - 1, character: before.at(-1).length } };
  };
  return { median: withPosition(rules[Math.floor(rules.length / 2)]), longest: withPosition(rules.at(-1)) };
}
