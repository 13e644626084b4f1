/** Tasks that check and test all rules of a folder with the command line, so that what a pipeline says can be read in the Problems panel. */
import * as vscode from 'vscode';

const type = 'rulewright';
/** By command. */
const problemMatchers = { check: '$rulewright', test: '$rulewright-test' } as const;

/** What a task of this type says, as in `tasks.json`. */
interface Definition extends vscode.TaskDefinition {
  readonly command: keyof typeof problemMatchers;
  readonly paths?: readonly string[];
  readonly options?: readonly string[];
}

const commands = ['check', 'test'] as const;

export function registerTasks(): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(type, {
    provideTasks: () =>
      (vscode.workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .flatMap((folder) => commands.map((command) => taskOf({ type, command }, folder))),
    resolveTask: ({ definition, scope }) => {
      if (!isDefinition(definition) || typeof scope !== 'object') return undefined;
      return taskOf(definition, scope);
    },
  });
}

function isDefinition(definition: vscode.TaskDefinition): definition is Definition {
  return commands.some((command) => command === definition['command']);
}

/** By npx: the version that the folder has among its packages, else the one that is installed. It fetches none: what a registry has under the name need not be ours. */
function taskOf(definition: Definition, folder: vscode.WorkspaceFolder): vscode.Task {
  const { command, paths = ['.'], options = [] } = definition;
  const execution = new vscode.ShellExecution('npx', ['--no', 'rulewright', command, ...options, ...paths], { cwd: folder.uri.fsPath });
  const task = new vscode.Task(definition, folder, command, type, execution, problemMatchers[command]);
  task.detail = command === 'check' ? vscode.l10n.t('Check the rules of the folder') : vscode.l10n.t('Run the tests of the rules');
  task.group = vscode.TaskGroup.Test;
  return task;
}
