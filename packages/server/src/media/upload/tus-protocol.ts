/** What is spoken under `/files/`: https://tus.io/protocols/resumable-upload, version 1.0. MED7 */
export const tusVersion = '1.0.0';
export const tusExtensions = 'creation,creation-with-upload,termination,expiration';
export const offsetBody = 'application/offset+octet-stream';
