// An anchor: reads the rule files of a folder and does nothing but parse them with toml-eslint-parser.
import { readFileSync } from 'node:fs';
import { parseTOML } from 'toml-eslint-parser';
import { tomlFilesBelow } from './corpus.mjs';

for (const file of tomlFilesBelow(process.argv[2])) parseTOML(readFileSync(file, 'utf8'));
