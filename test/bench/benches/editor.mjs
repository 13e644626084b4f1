// What someone who types waits for.
import { parseTOML } from 'toml-eslint-parser';
import { quantile } from '../measure.mjs';

/** Positions in each rule where completion is asked for. */
const positions = 3;

export const benches = [
  {
    name: 'completion',
    about: 'completion in a query after a change: reading the rule anew, then the list (the figure is the median of all places)',
    async prepare({ corpus, engine }) {
      const places = placesIn(corpus.texts, await engine());
      return {
        facts: [`${places.length} places`],
        subject: { name: 'open and complete', run: () => latencies(places, ({ complete }) => complete()) },
        anchors: [
          {
            name: 'toml-eslint-parser on the same file',
            run: () => latencies(places, ({ text }) => parseTOML(text)),
          },
        ],
      };
    },
  },
];

/** In every tenth rule, and in the one with the longest text. */
function placesIn(texts, { createLanguageService, schemas }) {
  const service = createLanguageService(schemas);
  const longest = texts.reduce((found, text) => (text.length > found.length ? text : found), '');
  const chosen = [...texts.filter((_, index) => index % 10 === 0), longest];
  return chosen.flatMap((text, index) => {
    const source = { uri: `file:///rules/${index}.toml`, languageId: 'toml' };
    const { document, lines } = service.open(text, source);
    const query = document.queries.find(({ parsed }) => parsed !== undefined);
    if (query === undefined) return [];
    return Array.from({ length: positions }, (_, part) => {
      const offset = query.span.start + Math.floor(((query.span.end - query.span.start) * (part + 1)) / (positions + 1));
      const position = lines.positionAt(offset);
      // No query comes twice: one that is remembered would not be read anew.
      const changed = text.slice(0, offset) + ' '.repeat(part + 1) + text.slice(offset);
      return { text: changed, complete: () => service.complete(service.open(changed, source), position, undefined) };
    });
  });
}

function latencies(places, work) {
  const taken = places.map((place) => {
    const start = performance.now();
    work(place);
    return performance.now() - start;
  });
  const milliseconds = quantile(taken, 0.5);
  return { milliseconds, figures: { p95: quantile(taken, 0.95), longest: Math.max(...taken) } };
}
