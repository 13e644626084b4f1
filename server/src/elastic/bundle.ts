/** The bundle that is loaded when a cluster is first asked for: the official client, and its connection for Kibana. */
export { openClient } from './client.js';
export { openKibana } from './kibanaHttp.js';
