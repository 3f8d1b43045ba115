package org.broadsheet.render.theme;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets a template see the components of the records it is given and nothing else: no methods, no fields, no maps. */
final class RecordCollector extends BasicCollector {
    /** A section over an empty text or option is not shown; within one, {@code {{.}}} is what it holds. */
    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
        if (value instanceof Optional<?> option) {
            return option.stream().iterator();
        }
        if (value instanceof String text) {
            return (text.isEmpty() ? List.of() : List.of(text)).iterator();
        }
        return super.toIterator(value);
    }

    @Override
    public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
        if (context instanceof Record) {
            for (RecordComponent component : context.getClass().getRecordComponents()) {
                if (component.getName().equals(name)) {
                    Method accessor = component.getAccessor();
                    return (record, ignored) -> accessor.invoke(record);
                }
            }
        }
        return null;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new ConcurrentHashMap<>();
    }
}
