"""What several commands share: pictures, trainings, browsers, a server, and its visitors."""
