import { type HttpPorts, type Upload, withUpload } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { giveBackAfter, type UploadQuota, type UploadShare } from "../steps/create-upload-quota.ts";
import { announcedBytes } from "./named-in-request.ts";

interface ScanUploadLimits {
  readonly quota: UploadQuota;
  /** Whose storage takes it. */
  readonly unitId: string;
  readonly maxBytes: number;
}

/**
 * Receives a request's file into a share of its unit's storage, which is given back once `work` is
 * over. Throws `quota-exceeded`, and what `withUpload` does.
 */
export const withScanUpload = async <T>(
  request: FastifyRequest,
  http: HttpPorts,
  { quota, unitId, maxBytes }: ScanUploadLimits,
  work: (upload: Upload & { readonly share: UploadShare }) => Promise<T>,
): Promise<T> => {
  const share = await quota.openShare(unitId, announcedBytes(request));
  const limits = { maxBytes, onReceived: share.reserve };
  const done = withUpload(request, http, limits, (upload) => work({ ...upload, share }));
  giveBackAfter(share, done);
  return done;
};
