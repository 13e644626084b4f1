/** The files that make a folder a project. */

export const configFileName = 'rulewright.config.json';

/** Of a detections-as-code repository. */
export const repositoryConfigName = '_config.yaml';
