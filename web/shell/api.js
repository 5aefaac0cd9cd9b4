// The server's HTTP side: JSON in, JSON out, a problem's code as an error. Pages show their own
// sentence per code (texts "problem.…"), never the server's.

export class ApiError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(`the server answered: ${code}`);
    this.code = code;
  }
}

/**
 * @param {string} path
 * @param {object} [body] makes it a POST
 * @returns {Promise<any>} rejects with ApiError
 */
export async function ask(path, body) {
  const response = await send(path, body);
  const content = await response.json().catch(() => null);
  if (response.ok && content !== null) return content;
  throw new ApiError(content?.code ?? "unavailable");
}

/**
 * @param {string} path
 * @param {object} [body]
 */
async function send(path, body) {
  const json = { "content-type": "application/json" };
  try {
    return await fetch(path, body ? { method: "POST", headers: json, body: JSON.stringify(body) } : {});
  } catch {
    throw new ApiError("unavailable");
  }
}
