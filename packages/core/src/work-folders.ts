/**
 * How the names of temporary folders begin in which foreign files are worked on: whoever makes one
 * and whoever sweeps what a killed process has left go by it.
 */
export const WORK_FOLDER_PREFIX = "sogoc-work-";
