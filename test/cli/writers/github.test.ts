import { expect, it } from 'vitest';
import { createGithubCheckWriter } from '../../../server/src/cli/writers/github.js';
import { report, written } from './kit.js';

it('annotates lines, with what the commands of workflows cannot hold escaped', () => {
  expect(written(createGithubCheckWriter, (writer) => writer.report(report))).toBe(
    [
      '::error file=rules/a b.eql,line=3,endLine=3,col=8,endColumn=10,title=QRY001::Not "<&>" \u0001, 100%25%0Anor more',
      '::warning file=rules/a b.eql,line=2,endLine=2,col=3,endColumn=6,title=QRY002::It is wrong',
      '::notice file=rules/a b.eql,line=1,endLine=2,title=QRY005::It is wrong',
      '::error file=gone.toml::There is no file gone.toml',
      '',
    ].join('\n'),
  );
});
