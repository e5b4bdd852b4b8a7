/** Code of the error that says: the file was replaced or removed since it was opened. */
export const FILE_REPLACED = 'FILE_REPLACED'
