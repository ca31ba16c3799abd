/** How much of a file one transaction writes and one read reads. */
export const PIECE_BYTES = 262_144;
