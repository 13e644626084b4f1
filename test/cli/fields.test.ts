import { describe, expect, it } from 'vitest';
import { ruleWith } from '../analysis/cases/kit.js';
import { rulewright } from './testTerminal.js';

describe('rulewright fields', () => {
  it('describes the few that a name fits', async () => {
    const { exitCode, output } = await rulewright(['fields', 'event.outcome']);
    expect(exitCode).toBe(0);
    expect(output.split('\n')[0]).toBe('event.outcome  keyword           ECS 9.4');
    expect(output).toMatch(/^ {2}Values: failure, success, unknown$/m);
  });

  it('lists the many that a pattern fits, among those of a rule', async () => {
    const { output } = await rulewright(['fields', 'process.parent.*', '--rule', 'a.toml'], { files: { 'a.toml': ruleWith() } });
    expect(output).toMatch(/^process\.parent\.name +keyword +ECS 9\.4$/m);
    expect(output).toMatch(/^\d+ fields of ECS 9\.4.*endpoint\.process/m);
  });

  it('has names that begin as asked first', async () => {
    const { output } = await rulewright(['fields', 'process.parent.na']);
    const names = output.split('\n').map((line) => line.split(' ')[0]);
    expect(names.indexOf('process.parent.name')).toBe(0);
    expect(names).toContain('Target.process.parent.name');
  });

  it('says when there is none', async () => {
    expect(await rulewright(['fields', 'process.nmae'])).toMatchObject({
      exitCode: 2,
      output: 'No field has this name among ECS 9.4 and the fields of all known integrations; did you mean process.name?\n',
    });
    expect(await rulewright(['fields', 'acme.*'])).toMatchObject({
      exitCode: 2,
      output: 'No field has this name among ECS 9.4 and the fields of all known integrations.\n',
    });
  });

  it('as JSON', async () => {
    const { output } = await rulewright(['fields', 'event.outcome', '--format', 'json']);
    expect(JSON.parse(output)).toMatchObject({
      command: 'fields',
      fields: [{ name: 'event.outcome', type: 'keyword', source: 'ECS 9.4', array: false, values: ['failure', 'success', 'unknown'] }],
    });
  });

  it('guesses the fields that only the events have', async () => {
    const events = '{"process":{"name":"sh"},"acme":{"team":"red","size":3}}\n';
    const { exitCode, output, errors } = await rulewright(['fields', '--infer', 'a.ndjson', '--index', 'logs-acme.*'], {
      files: { 'a.ndjson': events },
    });
    expect([exitCode, JSON.parse(output)]).toEqual([0, { 'logs-acme.*': { 'acme.size': 'long', 'acme.team': 'keyword' } }]);
    expect(errors).toMatch(/^1 event read, 2 fields that no schema knows/);
  });

  it('guesses nothing without knowing for which indices', async () => {
    expect(await rulewright(['fields', '--infer', 'a.ndjson'])).toEqual({
      exitCode: 2,
      output: '',
      errors: 'error: Name the indices that the events come from: --index logs-acme.*\n',
    });
  });
});
