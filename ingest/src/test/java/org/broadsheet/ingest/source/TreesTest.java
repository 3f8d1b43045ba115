package org.broadsheet.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreesTest {
    private static final List<String> NAMES =
            List.of("a", "a.b", "a-b", "a0", "ab", "A", "b", "_posts", "é", "z", "z.md", "z-", "z0");
    private static final List<FileMode> MODES = List.of(
            FileMode.REGULAR_FILE,
            FileMode.REGULAR_FILE,
            FileMode.EXECUTABLE_FILE,
            FileMode.SYMLINK,
            FileMode.GITLINK,
            FileMode.TREE,
            FileMode.TREE);

    private final InMemoryRepository repository = new InMemoryRepository(new DfsRepositoryDescription("trees"));
    private final ObjectInserter inserter = repository.newObjectInserter();
    private final Configuration.Limits limits =
            TestConfiguration.of(Path.of("unused"), Map.of()).limits();

    @Test
    void findsWhatATreeWalkFindsInItsOrder() throws IOException {
        for (int seed = 0; seed < Integer.getInteger("seeds", 100); seed++) {
            Random random = new Random(seed);
            Folder folder = new Folder();
            for (int i = 0; i < 12; i++) {
                folder.change(random, 0);
            }
            @Nullable ObjectId before = null;
            for (int commit = 0; commit < 8; commit++) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    folder.change(random, 0);
                }
                ObjectId after = folder.insert(inserter);
                inserter.flush();

                assertThat(found(before, after)).as("seed %d", seed).isEqualTo(walked(before, after));
                if (before != null) {
                    assertThat(found(after, before)).as("seed %d, back", seed).isEqualTo(walked(after, before));
                }
                before = after;
            }
        }
    }

    @Test
    void findsWhatATreeWalkFindsInTreesThatAreNotInOrder() throws IOException {
        for (int seed = 0; seed < Integer.getInteger("seeds", 100); seed++) {
            Random random = new Random(seed);
            List<byte[]> entries = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                entries.add(entry(random));
            }
            ObjectId before = insert(entries);
            for (int i = 0; i < 4; i++) {
                switch (random.nextInt(3)) {
                    case 0 -> entries.remove(random.nextInt(entries.size()));
                    case 1 -> entries.add(random.nextInt(entries.size() + 1), entry(random));
                    default -> entries.set(random.nextInt(entries.size()), entry(random));
                }
            }
            ObjectId after = insert(entries);

            assertThat(found(before, after)).as("seed %d", seed).isEqualTo(walked(before, after));
        }
    }

    @Test
    void refusesATreeThatIsCutOff() throws IOException {
        byte[] whole = entry(new Random(1));
        for (int length = 1; length < whole.length; length++) {
            ObjectId cut = inserter.insert(Constants.OBJ_TREE, Arrays.copyOf(whole, length));
            inserter.flush();

            assertThatThrownBy(() -> found(null, cut))
                    .isInstanceOf(CorruptObjectException.class)
                    .hasMessageContaining(cut.name());
        }
    }

    @Test
    void doesNotLookAtMoreThanIsAllowed() throws IOException {
        Folder folder = new Folder();
        Random random = new Random(2);
        for (int i = 0; i < 40; i++) {
            folder.change(random, 0);
        }
        ObjectId tree = folder.insert(inserter);
        inserter.flush();
        int there = met(tree);

        try (ObjectReader reader = repository.newObjectReader()) {
            Trees trees = new Trees(limits);

            assertThat(trees.differences(reader, null, tree, any -> true, there, change -> {}))
                    .isTrue();
            assertThat(trees.differences(reader, null, tree, any -> true, there - 1, change -> {}))
                    .isFalse();
            assertThat(trees.differences(reader, tree, tree, any -> true, 0, change -> {}))
                    .isTrue();
        }
    }

    private int met(ObjectId tree) throws IOException {
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            int met = 0;
            while (walk.next()) {
                met++;
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                }
            }
            return met;
        }
    }

    private List<TreeChange> found(@Nullable ObjectId from, ObjectId to) throws IOException {
        List<TreeChange> found = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader()) {
            new Trees(limits).differences(reader, from, to, name -> !name.equals("b"), found::add);
        }
        return found;
    }

    private List<TreeChange> walked(@Nullable ObjectId from, ObjectId to) throws IOException {
        List<TreeChange> walked = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(from == null ? new EmptyTreeIterator() : new CanonicalTreeParser(null, reader, from));
            walk.addTree(new CanonicalTreeParser(null, reader, to));
            walk.setFilter(TreeFilter.ANY_DIFF);
            while (walk.next()) {
                if (walk.getDepth() == 0 && walk.getPathString().equals("b")) {
                    continue;
                }
                TreeChange.Entry before = TreeChange.Entry.of(walk.getFileMode(0), walk.getObjectId(0));
                TreeChange.Entry after = TreeChange.Entry.of(walk.getFileMode(1), walk.getObjectId(1));
                if (before != null || after != null) {
                    GitPath.of(walk.getPathString()).ifPresent(path -> walked.add(new TreeChange(path, before, after)));
                }
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                }
            }
        }
        return walked;
    }

    private ObjectId insert(List<byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entries.forEach(out::writeBytes);
        ObjectId tree = inserter.insert(Constants.OBJ_TREE, out.toByteArray());
        inserter.flush();
        return tree;
    }

    /** Of a file: blanks, zeros and letters may be in its id. */
    private static byte[] entry(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String mode = List.of("100644", "100755", "120000", "100664", "160000").get(random.nextInt(5));
        out.writeBytes((mode + " " + NAMES.get(random.nextInt(NAMES.size()))).getBytes(StandardCharsets.UTF_8));
        out.write(0);
        out.writeBytes(id(random));
        return out.toByteArray();
    }

    private static byte[] id(Random random) {
        byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
        for (int i = 0; i < id.length; i++) {
            id[i] = (byte) " 0a\0/1".charAt(random.nextInt(6));
        }
        return id;
    }

    /** A folder that changes. */
    private static final class Folder {
        private final Map<String, Object> entries = new TreeMap<>();

        private record File(FileMode mode, ObjectId id) {}

        void change(Random random, int depth) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            if (entries.get(name) instanceof Folder inner && random.nextInt(4) > 0) {
                inner.change(random, depth + 1);
                return;
            }
            FileMode mode = MODES.get(random.nextInt(MODES.size()));
            if (random.nextInt(4) == 0) {
                entries.remove(name);
            } else if (!mode.equals(FileMode.TREE)) {
                entries.put(name, new File(mode, ObjectId.fromRaw(id(random))));
            } else if (depth < 4) {
                Folder inner = new Folder();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    inner.change(random, depth + 1);
                }
                entries.put(name, inner);
            }
        }

        ObjectId insert(ObjectInserter to) throws IOException {
            Map<String, String> inOrder = new TreeMap<>((one, other) -> Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
            entries.forEach((name, entry) -> inOrder.put(entry instanceof Folder ? name + "/" : name, name));
            TreeFormatter tree = new TreeFormatter();
            for (String name : inOrder.values()) {
                if (entries.get(name) instanceof Folder inner) {
                    tree.append(name, FileMode.TREE, inner.insert(to));
                } else if (entries.get(name) instanceof File file) {
                    tree.append(name, file.mode, file.id);
                }
            }
            return to.insert(tree);
        }
    }
}
