package main

import (
	"bufio"
	"encoding/json"
	"io"
)

// obey carries out the commands of a control stream and returns at its end.
func obey(commands io.Reader, answers *json.Encoder, store *etcd) {
	lines := bufio.NewScanner(commands)
	for lines.Scan() {
		answer := map[string]any{}
		switch lines.Text() {
		case "compact":
			revision, err := store.compact()
			if err != nil {
				answer["error"] = err.Error()
			} else {
				answer["compacted"] = revision
			}
		default:
			answer["error"] = "unknown command: " + lines.Text()
		}
		if answers.Encode(answer) != nil {
			return
		}
	}
}
