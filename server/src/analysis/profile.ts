/**
 * How strict a rule is judged: by what holds for any rule, for a repository that treats detections as code, or for the conventions of
 * Elastic's own prebuilt rules. Each includes the one before.
 */

export const profiles = ['any', 'detections-as-code', 'elastic'] as const;
export type Profile = (typeof profiles)[number];

/** Whether what is for `wanted` applies under `profile`. */
export function includesProfile(profile: Profile, wanted: Profile): boolean {
  return profiles.indexOf(profile) >= profiles.indexOf(wanted);
}
