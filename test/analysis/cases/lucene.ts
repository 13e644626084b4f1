import { ruleWith, type CodeCase } from './kit.js';

const inLucene = (query: string): string => ruleWith({ rule: { language: '"lucene"', query: `'${query}'` } });

/** `fires`, `nearMiss` and `fixed` are queries. */
const luceneCase = (code: string, fires: string, nearMiss: string, fixed?: string): CodeCase => ({
  code,
  language: 'toml',
  fires: inLucene(fires),
  nearMiss: inLucene(nearMiss),
  ...(fixed === undefined ? {} : { fixed: inLucene(fixed) }),
});

export const cases: readonly CodeCase[] = [
  luceneCase('LUC101', 'process.name:(sh or bash)', 'process.name:(sh OR bash) AND user.name:"or"', 'process.name:(sh OR bash)'),
  luceneCase('LUC101', 'process.name:sh and user.name:a', 'process.name:and', 'process.name:sh AND user.name:a'),
  luceneCase('LUC102', 'user.name:a OR user.name:b AND host.name:c', 'user.name:a OR (user.name:b AND host.name:c)'),
  luceneCase('LUC103', 'process.pid > 5', 'process.pid:>5', 'process.pid:>5'),
  luceneCase('LUC103', 'host.name:a AND (x process.name = sh)', 'host.name:"a = b"', 'host.name:a AND (x process.name:sh)'),
  luceneCase('LUC103', 'process.pid > 5 AND user.name:a', 'process.pid:>5 AND user.name:a', 'process.pid:>5 AND user.name:a'),
  luceneCase('LUC104', 'process.title:remote shell', 'process.title:(remote shell)', 'process.title:"remote shell"'),
  luceneCase('LUC104', 'process.title:rem* shell', 'process.title:rem* OR shell', 'process.title:rem*\\ shell'),
];
