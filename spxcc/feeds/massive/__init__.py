"""The live market by Massive's API: REST snapshots and websocket streams, whoever speaks it.

Owns: the REST client (limits, retries, pages), the websocket sessions, what rows and frames mean, and the feed
`massive`.
May import: market; httpx and websockets in the shells that move bytes.
Decided: parsing is pure and row by row, so that one bad row costs itself and is counted. One snapshot of a chain is all
its pages, in at most twenty calls for the near part. Nobody but one streamer per cluster holds a connection, and after
an eviction it waits a minute or more. Whether data are real is decided by the host and the answers, never by hope: LIVE
only from Massive's own host, undelayed, without the header of a simulator. What a plan does not give costs that part
alone and is said with its price. The key is sent as a header, and stands in no text.
"""
