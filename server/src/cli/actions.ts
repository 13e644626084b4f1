/** What each command does. A command's modules are loaded when it is called: to load those of all takes longer than most commands run. */
import type { Actions } from './args.js';
import type { ExitCode } from './exitCodes.js';
import type { Terminal } from './terminal.js';
import {
  alertsWriter,
  checkWriter,
  clusterWriter,
  diffWriter,
  explainWriter,
  runWriter,
  scanWriter,
  testsWriter,
  translationWriter,
} from './writers/choose.js';

/** `finish` is told how a command ended; those that do not end have nothing to tell. */
export function createActions(terminal: Terminal, finish: (exitCode: ExitCode) => void): Actions {
  return {
    check: async (paths, options) => {
      const { check } = await import('./commands/check.js');
      finish(await check(paths, options, terminal, await checkWriter(terminal, options)));
    },
    run: async (rule, options) => {
      const { run } = await import('./commands/run.js');
      finish(await run(rule, options, terminal, await runWriter(terminal, options)));
    },
    explain: async (rule, options) => {
      const { explain } = await import('./commands/explain.js');
      finish(await explain(rule, options, terminal, await explainWriter(terminal, options)));
    },
    alerts: async (rule, options) => {
      const { alerts } = await import('./commands/alerts.js');
      finish(await alerts(rule, options, terminal, await alertsWriter(terminal, options)));
    },
    test: async (paths, options) => {
      const { test } = await import('./commands/test.js');
      finish(await test(paths, options, terminal, await testsWriter(terminal, options)));
    },
    diff: async (revisionsAndPaths, options) => {
      const { diff } = await import('./commands/diff.js');
      finish(await diff(revisionsAndPaths, options, terminal, await diffWriter(terminal, options)));
    },
    scan: async (rules, options) => {
      const { scan } = await import('./commands/scan.js');
      finish(await scan(rules, options, terminal, await scanWriter(terminal, options)));
    },
    translate: async (rule, options) => {
      const { translate } = await import('./commands/translate.js');
      finish(await translate(rule, options, terminal, await translationWriter(terminal, options)));
    },
    ...ruleActions(terminal, finish),
    ...clusterActions(terminal, finish),
    serveLanguage: () => terminal.startLanguageServer(),
  };
}

/** The commands that write files, or look things up. */
function ruleActions(
  terminal: Terminal,
  finish: (exitCode: ExitCode) => void,
): Pick<Actions, 'format' | 'create' | 'fields' | 'mappings' | 'convert' | 'synthesize'> {
  return {
    format: async (paths, options) => finish(await (await import('./commands/format.js')).format(paths, options, terminal)),
    create: async (type, options) => finish(await (await import('./commands/new.js')).createRule(type, options, terminal)),
    fields: async (patterns, options) => {
      if (options.cluster === undefined) finish(await (await import('./commands/fields.js')).fields(patterns, options, terminal));
      else finish(await (await import('./commands/clusterFields.js')).clusterFields(options, terminal));
    },
    mappings: async (name, options) => finish(await (await import('./commands/mappings.js')).mappings(name, options, terminal)),
    convert: async (inputs, options) => finish(await (await import('./commands/convert.js')).convert(inputs, options, terminal)),
    synthesize: async (rule, options) => {
      const { synthesizeSamples } = await import('./commands/synthesize.js');
      finish(await synthesizeSamples(rule, options, terminal));
    },
  };
}

/** The commands that speak to Elasticsearch or Kibana. */
function clusterActions(
  terminal: Terminal,
  finish: (exitCode: ExitCode) => void,
): Pick<Actions, 'search' | 'sample' | 'compare' | 'kibana'> {
  return {
    search: async (rule, options) => {
      const { search } = await import('./commands/search.js');
      finish(await search(rule, options, terminal, await clusterWriter(terminal, options)));
    },
    sample: async (rule, options) => finish(await (await import('./commands/sample.js')).sample(rule, options, terminal)),
    compare: async (rule, options) => finish(await (await import('./commands/compare.js')).compare(rule, options, terminal)),
    kibana: {
      exportRules: async (options) => finish(await (await import('./commands/kibanaExport.js')).exportRules(options, terminal)),
      diffRules: async (rules, options) => finish(await (await import('./commands/kibanaImport.js')).diffRules(rules, options, terminal)),
      importRules: async (rules, options) =>
        finish(await (await import('./commands/kibanaImport.js')).importRules(rules, options, terminal)),
      previewRule: async (rule, options) =>
        finish(await (await import('./commands/kibanaPreview.js')).previewRule(rule, options, terminal)),
    },
  };
}
