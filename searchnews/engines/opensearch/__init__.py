"""An index on an OpenSearch cluster: the cluster matches, counts and ranks; words and what is shown are ours."""
