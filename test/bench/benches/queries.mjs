// Parsing and formatting queries.
import { fromKueryExpression } from '@cybernetex/kbn-es-query';
import { parseTOML } from 'toml-eslint-parser';

export const benches = [
  {
    name: 'longest-query',
    about: 'parsing the longest EQL query with a space more each time: its long lists stay as they are, and are not read again',
    async prepare({ corpus, engine }) {
      const { parseEql, ...modules } = await engine();
      const [{ text, file }] = queriesOf(corpus, modules, 'eql').sort((a, b) => b.text.length - a.text.length);
      let typed = text;
      return {
        facts: [`${text.length} characters`],
        subject: { name: 'EQL parser', run: repeated(() => parseEql((typed = ` ${typed}`))) },
        anchors: [{ name: 'toml-eslint-parser on the file it is in', run: repeated(() => parseTOML(file)) }],
      };
    },
  },
  {
    name: 'kql-queries',
    about: "parsing all KQL queries that an old release of Kibana's own parser knows too",
    async prepare({ corpus, engine }) {
      const { parseKql, ...modules } = await engine();
      const texts = queriesOf(corpus, modules, 'kuery')
        .map(({ text }) => text)
        .filter(isKnownToPeer);
      return {
        facts: [`${texts.length} queries`],
        subject: { name: 'KQL parser', run: () => texts.forEach((text) => parseKql(text)) },
        anchors: [{ name: "Kibana's own parser (its old release on npm)", run: () => texts.forEach((text) => fromKueryExpression(text)) }],
      };
    },
  },
  {
    name: 'recovery',
    about: 'parsing the tokens of all queries with grammars that recover from errors',
    async prepare({ corpus, engine }) {
      const { EqlParser, parseStrictly, parseTolerantly, ...modules } = await engine();
      const kql = queriesOf(corpus, modules, 'kuery').map(({ text }) => modules.lexKql(text));
      const eql = queriesOf(corpus, modules, 'eql').map(({ text }) => text);
      const parts = eql.flatMap((text) => eqlParts(text, modules));
      const parse = (parser, parseKql) => () => {
        for (const { rule, tokens } of parts) {
          parser.input = tokens;
          parser[rule]();
        }
        for (const tokens of kql) parseKql(tokens);
      };
      return {
        facts: [`${eql.length} EQL and ${kql.length} KQL queries`],
        subject: { name: 'with recovery', run: repeated(parse(new EqlParser(true, true), parseTolerantly)) },
        anchors: [{ name: 'the same grammars without', target: 1.2, run: repeated(parse(new EqlParser(false, true), parseStrictly)) }],
      };
    },
  },
  {
    name: 'format',
    about: 'formatting all rules, queries included',
    async prepare({ corpus, engine }) {
      const { formatFile } = await engine();
      return {
        subject: {
          name: 'formatter',
          run: () => corpus.texts.forEach((text, index) => formatFile(text, { uri: `file:///rules/${index}.toml`, languageId: 'toml' })),
        },
        anchors: [{ name: 'toml-eslint-parser, parsing only', run: () => corpus.texts.forEach((text) => parseTOML(text)) }],
      };
    },
  },
];

function isKnownToPeer(text) {
  try {
    fromKueryExpression(text);
    return true;
  } catch {
    return false;
  }
}

/** Every query in that language that is parsed without an error, with the text of its file. */
function queriesOf({ texts }, { openRule }, language) {
  return texts.flatMap((file, index) =>
    openRule(file, { uri: `file:///rules/${index}.toml`, languageId: 'toml' }).queries.flatMap(({ parsed }) =>
      parsed?.language === language && parsed.problems.length === 0 ? [{ text: parsed.text, file }] : [],
    ),
  );
}

/** What the EQL grammar parses one at a time, each with the rule it starts at: the query, and what its brackets hold. */
function eqlParts(text, { lexEql, balanceTokens, createReporter }) {
  const parts = [{ rule: 'query', tokens: balanceTokens(lexEql(text).tokens, createReporter()) }];
  for (const { tokens } of parts) {
    for (const { tokenType, payload } of tokens) {
      // Lists of plain texts are read without the grammar.
      if (payload?.inner === undefined || payload.texts !== undefined) continue;
      parts.push({ rule: tokenType.name === 'ItemGroup' ? 'eventQuery' : 'list', tokens: payload.inner() });
    }
  }
  return parts;
}

const times = 10;

/** Work too short for the clock, several times. */
function repeated(work) {
  return () => {
    const [start, cpuStart] = [performance.now(), process.cpuUsage()];
    for (let time = 0; time < times; time++) work();
    const { user, system } = process.cpuUsage(cpuStart);
    return { milliseconds: (performance.now() - start) / times, cpuMilliseconds: (user + system) / 1000 / times };
  };
}
