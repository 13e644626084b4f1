/** The cases of all diagnostics, in all files of `cases`. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeCase } from './cases/kit.js';

const folder = path.join(import.meta.dirname, 'cases');
const modules = await Promise.all(
  readdirSync(folder).map(
    async (file) => (await import(pathToFileURL(path.join(folder, file)).href)) as { readonly cases?: readonly CodeCase[] },
  ),
);

export const allCases: readonly CodeCase[] = modules.flatMap((module) => module.cases ?? []);
